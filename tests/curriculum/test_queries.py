import pytest
from pydantic import ValidationError

from curriculum import queries
from curriculum.loader import load_folder
from curriculum.queries import NoSuchContent

pytestmark = pytest.mark.django_db


def test_no_curriculum_yet():
    with pytest.raises(NoSuchContent, match="load_curriculum"):
        queries.latest_curriculum()


def test_stored_exercise_is_the_file_again_sections_in_their_order(curriculum):
    for key, file in load_folder().exercises.items():
        stored = queries.exercise_of(curriculum, key)
        assert stored == file
        assert list(stored.body) == list(file.body)
        assert list(stored.data.tables) == list(file.data.tables)


def test_stored_module_is_the_file_again(curriculum):
    for number, file in load_folder().modules.items():
        assert queries.module_of(curriculum, number) == file


@pytest.mark.parametrize("key", ["4.9", "4", "x"])
def test_missing_exercise(curriculum, key):
    with pytest.raises(NoSuchContent):
        queries.exercise_of(curriculum, key)


def test_missing_module(curriculum):
    with pytest.raises(NoSuchContent):
        queries.exercises_of(curriculum, 9)


def test_exercises_stand_as_the_module_lists_them_then_by_number():
    files = {
        key: load_folder().exercises["4.1"].model_copy(update={"id": key}) for key in ("4.10", "4.7", "4.2", "4.1")
    }
    module = load_folder().modules[4].model_copy(update={"exercises": ("4.2", "4.1")})
    elsewhere = load_folder().exercises["3.1"]
    assert [file.id for file in queries.in_order(module, [*files.values(), elsewhere])] == ["4.2", "4.1", "4.7", "4.10"]


def test_exercises_of_a_module(curriculum):
    listed = list(load_folder().modules[4].exercises)
    assert [file.id for file in queries.exercises_of(curriculum, 4)][: len(listed)] == listed


def test_links_lead_only_to_exercises_that_have_a_file(curriculum):
    file = queries.exercise_of(curriculum, "3.1").model_copy(update={"next": ("8.9", "4.1", "2.5")})
    assert [linked.id for linked in queries.linked_from(curriculum, file)] == ["4.1", "2.5"]


def test_the_whole_book_takes_two_queries(curriculum, django_assert_num_queries):
    with django_assert_num_queries(2):
        book = queries.contents_of(curriculum)
    assert [module.module for module, _files in book] == sorted(load_folder().modules)
    assert sorted(file.id for _module, files in book for file in files) == sorted(load_folder().exercises)


def test_content_is_the_front_matter_as_plain_values(curriculum):
    content = queries.exercise_of(curriculum, "4.1").content()
    assert "body" not in content
    assert content["figures"][0] == {"key": "win_rate", "unit": "fraction", "is": "Won among won and lost",
                                     "interval": "Wilson", "open_deals": "counted and shown"}  # fmt: skip
    parameters = content["instruments"][0]["parameters"]
    assert parameters["items"]["source"] == "stages"
    assert parameters["categories"][0]["key"] == "customer_stopped"
    assert isinstance(parameters["categories"], list)
    assert content["tripwires"][0]["threshold"] == {"frozen": "low"}


def test_content_is_ones_own_copy(curriculum):
    file = queries.exercise_of(curriculum, "4.1")
    file.content()["options"].clear()
    assert len(queries.exercise_of(curriculum, "4.1").content()["options"]) == 5


def test_what_was_read_cannot_be_changed(curriculum):
    with pytest.raises(ValidationError, match="frozen"):
        queries.exercise_of(curriculum, "4.1").title = "Other"
