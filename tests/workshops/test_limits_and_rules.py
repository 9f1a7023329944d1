"""A room that sets limits and proposes rules: what is fixed, shown, voted on, and what the backtest says."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.findings import Findings, Message, Table
from curriculum.actions import store_curriculum
from tests.workshops.both import EXERCISE, load_both, walk
from workshops.actions.evidence import freeze_evidence
from workshops.actions.programs import create_session
from workshops.backtest import Curve, backtest_for, curve_of, first_numbers
from workshops.models import Evidence, Round, Run
from workshops.provenance import provenance
from workshops.revealed import Revealed
from workshops.room import practice_of, reveal_state
from workshops.worksheets import sheet_of

Step = Run.Step


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load_both(tmp_path_factory.mktemp("content") / "content")


@pytest.fixture
def curriculum(db, loaded):
    return store_curriculum(loaded=loaded)


@pytest.fixture
def run(program):
    session = create_session(program=program, module=4, exercises=[EXERCISE], starts_at=timezone.now())
    return session.runs.get()


@pytest.fixture
def at(run, room, program):
    """The run at a step, answered by the room on the way."""
    return lambda to, people=None, **more: walk(run, room if people is None else people, program, to, **more)


@pytest.fixture
def page(client, participant):
    """What the first participant sees."""

    def page(run, query=""):
        client.force_login(participant)
        return client.get(reverse("workshops:run", args=[run.pk]) + query).content.decode()

    return page


def proposals(run):
    run.refresh_from_db()
    return run.items.get("rules", {}).get("proposals", [])


def words(run):
    return {each["cells"]["rule"] for each in proposals(run)}


# --- what is voted on ------------------------------------------------------------------------------------------------


def test_the_first_reveal_fixes_what_is_voted_on_without_authors(at):
    run = at(Step.CLOSED_1)
    assert proposals(run) == []
    run = at(Step.REVEAL_1)
    assert {each["cells"]["rule"]: each["proposers"] for each in proposals(run)} == {
        "Two who did not sell it read it": 2,
        "Nobody decides alone": 2,
        "Ask the customer": 2,
        "Write it down on the same day": 1,
    }
    assert set().union(*map(set, proposals(run))) == {"id", "item", "cells", "proposers", "rows"}
    assert [each["id"] for each in proposals(run)] == sorted(each["id"] for each in proposals(run))


def test_what_was_fixed_stays_as_the_room_goes_on(at):
    before = proposals(at(Step.REVEAL_1))
    assert proposals(at(Step.REVEAL_2)) == before


def test_four_who_propose_are_too_few_and_are_asked_again(at, room, page):
    run = at(Step.REVEAL_1, people=room[:4])
    assert proposals(run) == []
    html = page(at(Step.ANSWER_2), "?screen=rules")
    assert 'name="row-0-rule"' in html  # and it begins with one's own
    assert "Two who did not sell it read it" in html
    assert "Ask the customer" not in html


def test_the_vote_shows_what_the_room_proposed_and_no_names(at, page):
    html = page(at(Step.ANSWER_2), "?screen=rules")
    assert html.count("data-dots-step=") == 8
    assert "Write it down on the same day" in html
    assert re.search(r"data-dots-left>4</output>", html)


def test_dots_are_saved_and_too_many_are_refused(at, client, participant):
    run = at(Step.ANSWER_2)
    client.force_login(participant)
    address = reverse("workshops:save_answer", args=[run.pk, "2", "rules"])
    one, other = (each["id"] for each in proposals(run)[:2])
    refused = client.post(
        address, {"started_from": 0, f"dots-{one}": 3, f"dots-{other}": 2}, headers={"HX-Request": "true"}
    )
    assert refused.status_code == 422
    assert "5 dots are given, and there are 4" in refused.content.decode()
    kept = client.post(address, {"started_from": 0, f"dots-{one}": 3, f"dots-{other}": 1})
    assert kept.status_code == 302
    sheet = sheet_of(run, run.session.program.enrolments.get(membership__person=participant), Round.SECOND)
    assert sheet.payload["rules"]["votes"] == {one: 3, other: 1}


def test_the_second_answer_begins_at_the_first_screen_though_the_first_answer_stands_there(at, page):
    html = page(at(Step.ANSWER_2))
    assert 'name="set-discount" value="5"' in html


def test_ones_own_rows_do_not_come_again_with_the_second_answer(at, client, participant):
    run = at(Step.ANSWER_2)
    client.force_login(participant)
    address = reverse("workshops:save_answer", args=[run.pk, "2", "limits"])
    assert client.post(address, {"started_from": 0, "set-discount": 20, "reason": ""}).status_code == 302
    sheet = sheet_of(run, run.session.program.enrolments.get(membership__person=participant), Round.SECOND)
    assert sheet.payload == {"limits": {"settings": {"discount": 0.2}, "reason": ""}, "rules": {}}


def test_without_a_script_a_card_is_added_on_the_same_screen(at, client, participant):
    run = at(Step.ANSWER_1)
    client.force_login(participant)
    address = reverse("workshops:save_answer", args=[run.pk, "1", "rules"])
    response = client.post(address, {"started_from": 0, "row-0-rule": "A", "edit": "add"}, follow=True)
    html = response.content.decode()
    assert html.count("data-card>") == 3  # two cards and the one to copy
    assert response.redirect_chain[0][0].endswith("?screen=rules")


def test_a_clash_shows_every_row_of_both(at, client, participant):
    run = at(Step.ANSWER_1)
    client.force_login(participant)
    address = reverse("workshops:save_answer", args=[run.pk, "1", "rules"])
    client.post(address, {"started_from": 0, "row-0-rule": "Said at the desk"})
    clash = client.post(address, {"started_from": 0, "row-0-rule": "Said on the phone"})
    html = clash.content.decode()
    assert clash.status_code == 409
    assert "Rule: Said at the desk" in html
    assert "Said on the phone" in html


# --- reveal ----------------------------------------------------------------------------------------------------------


def test_the_reveal_shows_tables_and_drawings_of_both(at):
    run = at(Step.REVEAL_2)
    shown = reveal_state(Revealed(run), Round.SECOND).shown
    assert {drawing.key for drawing in shown.drawings} == {"room_threshold", "room_rows"}
    assert {
        figure["key"]: figure["value"] for figure in shown.figures if figure["key"].startswith("group_setting.")
    } == {
        "group_setting.1.discount": "15%",
        "group_setting.1.size": "€65k",
        "group_setting.2.discount": "15%",
        "group_setting.2.size": "€50k",
    }
    titles = {drawing.key: drawing.title for drawing in shown.drawings}
    assert titles["room_rows"] == "“Ask the customer” leads with 9 of 10 dots"
    assert [warning["message"] for warning in shown.warnings][-1] == "Finance owns none of the rules"


def test_columns_that_only_a_program_reads_are_not_shown(at):
    shown = reveal_state(Revealed(at(Step.REVEAL_1)), Round.FIRST).shown
    heads = {table["key"]: [column["label"] for column in table["columns"]] for table in shown.tables}
    assert heads["room_rows"] == ["Round", "Rule", "Owner", "How strict", "Proposed by", "Dots", "Complete"]
    assert "Unit" not in heads["room_threshold"]
    cells = next(table for table in shown.tables if table["key"] == "room_threshold")["rows"][0]["cells"]
    assert cells[:3] == ["1", "Discount a rep may give", "15%"]


def test_sentences_stand_under_their_setting_as_it_is_said(at):
    reveal = reveal_state(Revealed(at(Step.REVEAL_1)), Round.FIRST)
    (case,) = reveal.sentences
    assert case["name"] == "Discount a rep may give"
    assert {"value": "5%", "text": "Deal number 0"} in case["texts"]


def test_a_practice_case_is_answered_by_a_setting(run):
    (case,) = practice_of(run)
    assert (case["answer"], case["tempting"]) == ("Smallest deal that is asked about", "Discount a rep may give")


def test_before_the_reveal_no_page_of_the_desk_has_a_word_of_it(at, client, facilitator):
    run = at(Step.CLOSED_1)
    client.force_login(facilitator)
    html = client.get(reverse("workshops:run", args=[run.pk])).content.decode()
    assert "Ask the customer" not in html


def test_evidence_comes_out_the_same_when_it_is_made_again(at):
    run = at(Step.REVEAL_2)
    assert freeze_evidence(run=run).pk == freeze_evidence(run=Run.objects.get(pk=run.pk)).pk


# --- backtest --------------------------------------------------------------------------------------------------------


@pytest.fixture
def tested(at):
    """The room at its second answer, with a backtest of nine combinations in its evidence."""
    run = at(Step.ANSWER_2)
    grid = pd.DataFrame(
        [
            {"discount": discount, "size": size, "kept": 0.5 - discount, "waited": None if size == 0 else size / 10_000}
            for discount in (0.0, 0.2, 0.4)
            for size in (0, 100_000, 200_000)
        ]
    )
    table = Table.from_frame(
        "policies", grid, {"kept": "fraction", "waited": "days"}, {"kept": "Kept", "waited": "Waited"}
    )
    findings = Findings(
        exercise=EXERCISE, headline=Message("answers_only"), tables=(table,), inputs=provenance(run, None, "")
    )
    Evidence.objects.create(run=run, body=findings.to_bytes(), digest=findings.digest, rounds=["1"])
    return run


@pytest.fixture
def content_settings(run):
    return run.content["instruments"][0]["parameters"]["settings"]


@pytest.fixture
def backtest(tested, participant):
    sheet = sheet_of(tested, tested.session.program.enrolments.get(membership__person=participant), Round.SECOND)
    return backtest_for(sheet, sheet.step("limits"))


def test_the_grid_comes_with_the_page_in_the_numbers_that_people_type(tested, page):
    html = page(tested, "?screen=limits")
    data = json.loads(re.search(r'<script id="backtest-data-limits" type="application/json">(.*?)</script>', html)[1])
    assert data["heads"] == ["Kept", "Waited"]
    assert [setting["name"] for setting in data["settings"]] == [
        "Discount a rep may give",
        "Smallest deal that is asked about",
    ]
    assert data["settings"][0] | {"name": ""} == {
        "name": "", "least": 0, "most": 40, "unit": "%", "room": [5, 10, 10, 20, 30, 40]
    }  # fmt: skip
    assert data["settings"][1]["unit"] == "EUR"
    assert {"at": [20, 100000], "values": [0.3, 10], "said": ["30%", "10 days"]} in data["rows"]
    assert {"at": [0, 0], "values": [0.5, None], "said": ["50%", "–"]} in data["rows"]


def test_without_a_curve_in_the_exercise_there_is_none(backtest):
    assert backtest.curve is None
    assert backtest.data["curve"] is None


CURVED = {"table": "policies", "shows": ["asked", "waited", "kept"], "curve": ["kept", "waited"]}


def test_the_curve_has_the_room_s_first_settings_together(tested, backtest):
    told = first_numbers(tested, backtest.settings)
    curve = curve_of(CURVED, told, backtest.settings)
    assert (curve.across, curve.up) == (2, 1)
    assert sum(people for _at, people in curve.room) == 6
    assert ((0.10, 50_000), 2) in curve.room
    data = replace(backtest, curve=curve).data["curve"]
    assert {"at": [10, 50_000], "people": 2} in data["room"]
    assert data["median"] == [15, 65_000]


def test_fewer_than_five_who_set_both_are_not_on_the_curve(tested, backtest):
    told = first_numbers(tested, backtest.settings)
    halves = told[~((told["item"] == "size") & told["participant"].isin(sorted(told["participant"].unique())[:2]))]
    assert curve_of(CURVED, halves, backtest.settings) == Curve(2, 1, ())


def test_before_the_reveal_nothing_is_known_of_the_room(at, content_settings):
    assert first_numbers(at(Step.CLOSED_1), content_settings).empty


def test_without_a_script_the_rows_nearest_to_the_room_are_there(backtest):
    assert [line["cells"] for line in backtest.lines] == [
        ["A quarter of the room set less", "0%", "€0", "50%", "–"],
        ["The room's median", "20%", "€100k", "30%", "10 days"],
        ["A quarter set more", "20%", "€100k", "30%", "10 days"],
        ["Your first answer", "0%", "€0", "50%", "–"],
    ]


@pytest.mark.parametrize(
    ("settings_given", "row"), [((0.09, 40_000), (0, 0)), ((0.11, 60_000), (0.2, 100_000)), ((0.4, 0), (0.4, 0))]
)
def test_the_nearest_row_is_measured_by_the_scales(backtest, settings_given, row):
    assert backtest.nearest(settings_given).at == row


def test_the_first_answer_knows_nothing_of_it(tested, participant):
    first = sheet_of(tested, tested.session.program.enrolments.get(membership__person=participant), Round.FIRST)
    assert backtest_for(first, first.step("limits")) is None


def test_evidence_without_the_table_says_so_and_stops_nobody(at, page):
    run = at(Step.ANSWER_2)
    html = page(run, "?screen=limits")
    assert "The evidence has no backtest yet" in html
    assert "application/json" not in html


def test_a_room_that_was_too_small_is_not_drawn(at, room, participant):
    run = at(Step.ANSWER_2, people=room[:4])
    sheet = sheet_of(run, run.session.program.enrolments.get(membership__person=participant), Round.SECOND)
    assert backtest_for(sheet, sheet.step("limits")).room == {}
