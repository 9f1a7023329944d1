"""A room that picks a method before it votes on what to do: form, reveal of both rounds, paper, files of answers."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from curriculum.actions import store_curriculum
from reports.composing.agreement import moved, statistics_of, table
from reports.composing.pictures import pictures_of
from reports.composing.record import read_record
from reports.composing.section import closing_rows
from reports.composing.tables import room_table
from reports.composing.worksheet import worksheet_context
from tests.workshops.both import EXERCISE, load_both, vote_payload, walk
from workshops.actions.evidence import freeze_evidence
from workshops.actions.programs import create_session
from workshops.answer_files import BadAnswers, read_answers
from workshops.models import Round, Run
from workshops.revealed import Revealed
from workshops.room import practice_of, reveal_state
from workshops.sample.sheets import choices
from workshops.steps import open_round
from workshops.worksheets import sheet_of

Step = Run.Step
OWN = "room_choice_method"
METHOD = """instruments:
- key: method
  kind: choice
  parameters:
    prompt: By which figure shall the two divisions be compared?
    items:
      - {key: raw, name: Raw win rates, means: "As they stand in the CRM", cost: A comparison of unlike deals}
      - {key: mix, name: Win rates on a common mix, means: "Both divisions as if they had the same deals"}
      - {key: none, name: No comparison}
    ask_reason: one sentence on a deal that would count otherwise
    rounds: 2
  practice:
    - {case: "One division sells only to the state.", key: mix, tempting: raw, why: "Its deals are its own."}
"""
FIRST = choices(["raw", "raw", "raw", "mix", "mix", "none"], [50, 60, 70, 80, 90, None], ["We sell to the state"])
SECOND = choices(["raw", "mix", "mix", "mix", "mix", "mix"], [60] * 6)


def answer(run, place):
    round_ = open_round(run.step)
    return vote_payload() if round_ == "vote" else {"method": (FIRST if round_ == "1" else SECOND)[place]}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load_both(tmp_path_factory.mktemp("content") / "content", METHOD)


@pytest.fixture
def curriculum(db, loaded):
    return store_curriculum(loaded=loaded)


@pytest.fixture
def run(program):
    return create_session(program=program, module=4, exercises=[EXERCISE], starts_at=timezone.now()).runs.get()


@pytest.fixture
def at(run, room, program):
    return lambda to: walk(run, room, program, to, answer=answer)


@pytest.fixture
def decided(at):
    """The record of the room after its vote, with its evidence frozen."""
    run = at(Step.VOTE_REVEAL)
    freeze_evidence(run=run)
    return read_record(run)


def test_a_choice_is_saved_on_its_own_screen(at, client, participant):
    run = at(Step.ANSWER_1)
    client.force_login(participant)
    html = client.get(reverse("workshops:run", args=[run.pk])).content.decode()
    assert "By which figure shall the two divisions be compared?" in html
    assert "One sentence on a deal that would count otherwise" in html
    address = reverse("workshops:save_answer", args=[run.pk, "1", "method"])
    sent = {"started_from": 0, "option": "mix", "confidence": 70, "reason": "In May"}
    assert client.post(address, sent).status_code == 302
    sheet = sheet_of(run, run.session.program.enrolments.get(membership__person=participant), Round.FIRST)
    assert sheet.payload == {"method": {"option": "mix", "confidence": 70, "reason": "In May"}}
    refused = client.post(address, sent | {"started_from": 1, "confidence": 10}, headers={"HX-Request": "true"})
    assert refused.status_code == 422


def test_the_second_answer_begins_with_the_first(at, client, participant):
    run = at(Step.ANSWER_2)
    client.force_login(participant)
    html = client.get(reverse("workshops:run", args=[run.pk])).content.decode()
    assert 'value="raw" checked' in html


def test_the_reveal_shows_both_rounds_without_keys(at):
    state = reveal_state(Revealed(at(Step.REVEAL_2)), Round.SECOND)
    (drawing,) = state.shown.drawings
    assert (drawing.key, drawing.title) == (OWN, "Win rates on a common mix: 2 of 6 at first, 5 of 6 in round 2")
    heads = [column["label"] for column in drawing.table["columns"]]
    assert heads == [
        "Round", "By which figure shall the two divisions be compared?", "People", "Answers", "Median confidence"
    ]  # fmt: skip
    assert drawing.table["rows"][0]["cells"] == ["1", "Raw win rates", "3", "6", "–"]


def test_sentences_stand_under_the_question_with_what_was_picked(at):
    (case,) = reveal_state(Revealed(at(Step.REVEAL_1)), Round.FIRST).sentences
    assert case == {
        "name": "By which figure shall the two divisions be compared?",
        "texts": [{"value": "Raw win rates", "text": "We sell to the state"}],
    }


def test_a_practice_case_is_answered_by_an_alternative(run):
    (case,) = practice_of(run)
    assert (case["answer"], case["tempting"]) == ("Win rates on a common mix", "Raw win rates")


def test_the_vote_stands_beside_the_options_and_the_choice_in_a_table_of_its_own(decided):
    assert {row["option_key"] for row in closing_rows(decided)} == {option.key for option in decided.exercise.options}
    (own,) = [table for table in decided.spoken["tables"] if table["key"] == OWN]
    printed = room_table(own, "EUR", decided.names)
    assert [[cell.text for cell in row] for row in printed.rows] == [
        ["Raw win rates", "3, then 1", "—"],
        ["Win rates on a common mix", "2, then 5", "—, then 60"],
        ["No comparison", "1, then 0", "—"],
    ]
    assert OWN in {picture.table for picture in pictures_of(decided)}


def test_paper_tells_in_a_table_how_far_the_room_agreed_and_moved(decided):
    question = "“By which figure shall the two divisions be compared?”"
    (printed,) = table(statistics_of(decided, "EUR"))
    rows = [[cell.text for cell in row] for row in printed.rows]
    # 1 − H(3, 2, 1 of 6) ÷ ln 3, then 1 − H(1, 5 of 6) ÷ ln 3.
    assert [f"{question}: consensus (0 split, 1 agreed)", "0.08", "0.59", "6"] in rows
    assert [f"{question}: people who changed at least one answer", "", "3 of 6", "6"] in rows


def test_the_summary_tells_agreement_before_and_after(decided):
    rows = [[cell.text for cell in row] for row in moved([decided]).rows]
    question = "“By which figure shall the two divisions be compared?”"
    assert rows == [["4.9", f"{question}: consensus (0 split, 1 agreed)", "0.08", "0.59", "6"]]


def test_the_blank_worksheet_has_a_box_for_each_answer(run):
    html = render_to_string("print/worksheet.html", worksheet_context(read_record(run)))
    table = html[html.index("boxes--choice") :].split("</table>", 1)[0]
    assert (table.count('class="box"'), table.count("box--wide")) == (6, 6)
    assert "<b>Costs</b> A comparison of unlike deals" in table
    assert table.index("First answer") < table.index("Second answer")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,p1,method,weather", "'weather' is not one of mix, none, raw"),
        ("1,p1,raw,1", "4.9 does not ask about 'raw' but about method, decision"),
    ],
)
def test_a_file_names_the_choice_and_one_of_its_alternatives(run, tmp_path, line, said):
    path = tmp_path / "answers.csv"
    path.write_text("round,participant,item,value,confidence\n1,p1,method,mix,70\n", encoding="utf-8")
    assert list(read_answers(path, run.content)["value"]) == ["mix"]
    path.write_text(f"round,participant,item,value\n{line}\n", encoding="utf-8")
    with pytest.raises(BadAnswers, match="row 2") as caught:
        read_answers(path, run.content)
    assert said in str(caught.value)
