"""Pages of the data: what each shows, who may, and that nothing is done by looking."""

import pytest
from django.urls import reverse

from datasets.models import Import
from datasets.queries import current_snapshot
from datasets.tasks import check_import, run_import
from tests.datasets.test_imports import AMBIGUOUS, bring, finish


def at(name, organisation, *more):
    return reverse(f"datasets:{name}", args=[organisation.slug, *more])


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def ready(organisation, admin, queued):
    return bring(organisation, admin)


PAGES = ["data", "upload"]
ONE_GET = ["import", "effect", "progress"]
ONE_POST = ["cancel", "check", "undo"]


@pytest.mark.parametrize("name", PAGES)
def test_who_may_see_the_data(client, organisation, join, admin, facilitator, member, stranger, name):
    address = at(name, organisation)
    assert client.get(address).url.startswith(reverse("account_login"))
    for person, status in ((stranger, 404), (member, 403), (facilitator, 200), (admin, 200)):
        client.force_login(person)
        assert client.get(address).status_code == status


@pytest.mark.parametrize(("method", "names"), [("get", ONE_GET), ("post", ONE_POST)])
def test_who_may_touch_an_import(client, organisation, ready, member, stranger, admin, method, names):
    for name in names:
        for person, status in ((stranger, 404), (member, 403)):
            client.force_login(person)
            assert getattr(client, method)(at(name, organisation, ready.pk)).status_code == status
        client.force_login(admin)
        assert getattr(client, method)(at(name, organisation, ready.pk + 99)).status_code == 404


@pytest.mark.parametrize("name", ONE_POST)
def test_nothing_is_done_by_looking(as_admin, organisation, ready, name):
    assert as_admin.get(at(name, organisation, ready.pk)).status_code == 405


@pytest.mark.parametrize("name", ["data", "progress", "bad_rows"])
def test_pages_that_only_show_take_no_post(as_admin, organisation, ready, name):
    more = {"data": [], "progress": [ready.pk], "bad_rows": [ready.pk, 0]}[name]
    assert as_admin.post(at(name, organisation, *more)).status_code == 405


def test_empty_data_page_says_what_to_do(as_admin, organisation):
    page = as_admin.get(at("data", organisation)).content.decode()
    assert "Start with the deals" in page
    assert at("upload", organisation) in page


def test_data_page_lists_tables_and_evidence(as_admin, organisation, imported):
    response = as_admin.get(at("data", organisation))
    assert [(line["name"], line["rows"]) for line in response.context["tables"]] == [("deals", 3)]
    page = response.content.decode()
    assert "10 Jan 2024" in page
    assert imported.snapshot.digest[:12] in page
    assert "3.1" in page


def test_upload_starts_a_check(as_admin, organisation, sent, queued):
    response = as_admin.post(
        at("upload", organisation), {"uploads": [sent(), sent("products.csv", "product_id,name\nP,Q\n")]}
    )
    import_ = Import.objects.get()
    assert response.url == at("import", organisation, import_.pk)
    assert import_.uploads.count() == 2
    assert import_.state == Import.State.CHECKING
    assert "Checking the files" in as_admin.get(response.url).content.decode()


@pytest.mark.parametrize("files", [{}, {"uploads": []}])
def test_upload_without_files_says_so(as_admin, organisation, files):
    response = as_admin.post(at("upload", organisation), files)
    assert response.status_code == 422
    assert Import.objects.count() == 0


def test_upload_of_an_empty_or_large_file(as_admin, organisation, sent, settings):
    assert as_admin.post(at("upload", organisation), {"uploads": [sent(content=b"")]}).status_code == 422
    settings.UPLOAD_MAX_BYTES = 10
    assert as_admin.post(at("upload", organisation), {"uploads": [sent()]}).status_code == 422


def test_progress_sends_on_when_the_job_has_ended(as_admin, organisation, ready):
    response = as_admin.get(at("progress", organisation, ready.pk))
    assert response["HX-Redirect"] == at("import", organisation, ready.pk)


def test_map_page_shows_columns_and_problems(as_admin, organisation, admin, queued):
    import_ = bring(organisation, admin, "deal_id,outcome,amount,colour\nA,won,much,<b>red</b>\nB,lost,3,blue\n")
    response = as_admin.get(at("import", organisation, import_.pk))
    page = response.content.decode()
    assert response.context["problem_count"] == 1
    assert "&#x27;much&#x27; is not a number" in page
    assert "&lt;b&gt;red" in page
    assert "no column fits" in page


def test_going_on_without_changes_leads_to_the_effect(as_admin, organisation, ready):
    page = at("import", organisation, ready.pk)
    response = as_admin.post(page, posted(as_admin, page))
    assert response.url == at("effect", organisation, ready.pk)
    assert as_admin.get(response.url).context["effect"] is not None


def posted(client, page, **changes):
    form = client.get(page).context["form"]
    return {**{name: form[name].initial or "" for name in form.fields}, **changes}


def test_a_changed_column_is_looked_into_again(as_admin, organisation, ready):
    page = at("import", organisation, ready.pk)
    fields = [field["header"] for field in ready.report["sheets"][0]["fields"]]
    changed = posted(as_admin, page, **{f"column-0-{fields.index('segment')}": "region"})
    assert as_admin.post(page, changed).url == page
    ready.refresh_from_db()
    check_import(str(ready.job_id))
    ready.refresh_from_db()
    assert ready.report["sheets"][0]["mapping"]["segment"] == "region"


def test_another_table_is_proposed_anew(as_admin, organisation, ready):
    page = at("import", organisation, ready.pk)
    as_admin.post(page, posted(as_admin, page, **{"table-0": "stage_events"}))
    ready.refresh_from_db()
    check_import(str(ready.job_id))
    ready.refresh_from_db()
    assert ready.report["sheets"][0]["table"] == "stage_events"
    assert [p["column"] for p in ready.report["sheets"][0]["problems"] if p["code"] == "missing_column"] == [
        "entered_at"
    ]


def test_a_column_that_does_not_exist_is_refused(as_admin, organisation, ready):
    page = at("import", organisation, ready.pk)
    assert as_admin.post(page, posted(as_admin, page, **{"column-0-0": "nonsense"})).status_code == 422


def test_ambiguous_dates_are_asked_on_the_page(as_admin, organisation, admin, queued):
    import_ = bring(organisation, admin, AMBIGUOUS)
    page = at("import", organisation, import_.pk)
    assert "3 April 2024: day first" in as_admin.get(page).content.decode()
    as_admin.post(page, posted(as_admin, page, **{"order-0-2": "month"}))
    import_.refresh_from_db()
    check_import(str(import_.job_id))
    import_ = Import.objects.get(pk=import_.pk)
    assert import_.report["asked"] == []
    assert as_admin.post(page, posted(as_admin, page)).url == at("effect", organisation, import_.pk)


def test_import_by_the_page_then_what_it_unlocked_then_undo(as_admin, organisation, ready):
    as_admin.post(at("effect", organisation, ready.pk), {"mode": "replace"})
    ready.refresh_from_db()
    run_import(str(ready.job_id))
    page = as_admin.get(at("import", organisation, ready.pk))
    assert any(title.startswith("3.1") for title in page.context["unlocked"])
    assert as_admin.post(at("undo", organisation, ready.pk)).url == at("data", organisation)
    assert current_snapshot(organisation) is None
    assert as_admin.post(at("undo", organisation, ready.pk), follow=True).context["messages"]


def test_effect_without_a_mode(as_admin, organisation, ready):
    assert as_admin.post(at("effect", organisation, ready.pk), {}).status_code == 422


def test_cancel_then_look_again(as_admin, organisation, ready, queued):
    as_admin.post(at("effect", organisation, ready.pk), {"mode": "replace"})
    as_admin.post(at("cancel", organisation, ready.pk))
    assert "It was cancelled." in as_admin.get(at("import", organisation, ready.pk)).content.decode()
    as_admin.post(at("check", organisation, ready.pk))
    ready.refresh_from_db()
    assert ready.state == Import.State.CHECKING


def test_bad_file_page_says_why(as_admin, organisation, admin, queued):
    import_ = bring(organisation, admin, "MZ program")
    assert "This is a program, not a table." in as_admin.get(at("import", organisation, import_.pk)).content.decode()


def test_download_of_bad_rows_neutralises_formulas(as_admin, organisation, admin, queued):
    content = "deal_id,outcome,amount,stage\n=cmd(),won,much,@x\nB,won,1,s\nC,won,-18,s\n"
    import_ = bring(organisation, admin, content)
    response = as_admin.get(at("bad_rows", organisation, import_.pk, 0))
    lines = response.content.decode().splitlines()
    assert lines[1].startswith("2,")
    assert "'=cmd()" in lines[1]
    assert "'@x" in lines[1]
    assert lines[2].startswith("4,")
    assert lines[2].endswith("C,won,-18,s")
    assert len(lines) == 3
    assert as_admin.get(at("bad_rows", organisation, import_.pk, 7)).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_data_page_queries_do_not_grow(as_admin, organisation, ready, admin, rows, django_assert_max_num_queries):
    finish(ready)
    Import.objects.bulk_create(Import(organisation=organisation, ordered_by=admin) for _ in range(rows))
    with django_assert_max_num_queries(12):
        as_admin.get(at("data", organisation))
