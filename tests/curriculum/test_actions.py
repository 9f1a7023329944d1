import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import transaction

from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from curriculum.models import ContentVersion, Curriculum
from curriculum.queries import exercise_of, latest_curriculum

pytestmark = pytest.mark.django_db


def rows():
    return {version.digest: (version.body, version.loaded_at) for version in ContentVersion.objects.all()}


def test_first_load_stores_every_file(folder):
    loaded = load_folder(folder.path)
    curriculum = store_curriculum(loaded=loaded)
    kinds = sorted(curriculum.contents.values_list("kind", "key"))
    exercises, modules = ([(kind, str(key)) for key in keys] for kind, keys in
                          (("exercise", loaded.exercises), ("module", loaded.modules)))  # fmt: skip
    assert [kind for kind in kinds if kind[0] in ("exercise", "module")] == sorted([*exercises, *modules])


def test_row_is_named_by_the_hash_of_its_text(curriculum):
    for version in curriculum.contents.all():
        assert sha256(version.body.encode()).hexdigest() == version.digest
        assert json.loads(version.body)["module"]


def test_loading_twice_makes_no_new_row(folder):
    first = store_curriculum(loaded=load_folder(folder.path))
    before = rows()
    assert store_curriculum(loaded=load_folder(folder.path)) == first
    assert rows() == before
    assert Curriculum.objects.count() == 1


def test_changed_file_adds_one_row_and_leaves_the_others(folder):
    first = store_curriculum(loaded=load_folder(folder.path))
    before = rows()
    folder.change("title: Where deals drop", "title: Where deals leave")
    second = store_curriculum(loaded=load_folder(folder.path))
    assert len(rows()) == len(before) + 1
    assert before.items() <= rows().items()
    assert exercise_of(first, "4.1").title == "Where deals drop"
    assert exercise_of(second, "4.1").title == "Where deals leave"
    assert latest_curriculum() == second


def test_comments_and_quotes_make_no_new_version(folder):
    first = store_curriculum(loaded=load_folder(folder.path))
    folder.change("title: Where deals drop", 'title: "Where deals drop"   # as it always was')
    assert store_curriculum(loaded=load_folder(folder.path)) == first


def test_going_back_makes_the_older_one_the_latest(folder):
    original = load_folder(folder.path)
    first = store_curriculum(loaded=original)
    Curriculum.objects.update(loaded_at=first.loaded_at - timedelta(minutes=5))
    folder.change("title: Where deals drop", "title: Where deals leave")
    assert store_curriculum(loaded=load_folder(folder.path)) == latest_curriculum()
    assert store_curriculum(loaded=original) == first
    assert latest_curriculum() == first
    assert Curriculum.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_make_one_curriculum(folder, race):
    loaded = load_folder(folder.path)
    results = race(*[lambda: store_curriculum(loaded=loaded)] * 3)
    assert {result.digest for result in results} == {Curriculum.objects.get().digest}
    stored = Curriculum.objects.get().contents.count()
    assert stored == ContentVersion.objects.count() >= len(loaded.modules) + len(loaded.exercises)


def test_nothing_is_stored_where_storing_fails(folder, monkeypatch):
    loaded = load_folder(folder.path)
    monkeypatch.setattr(Curriculum.objects, "get_or_create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        store_curriculum(loaded=loaded)
    assert ContentVersion.objects.count() == 0
