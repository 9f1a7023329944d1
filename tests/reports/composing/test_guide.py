"""What the facilitator guide says of an exercise, and how text of the curriculum is set on paper."""

import xml.etree.ElementTree as ET

import pytest

from curriculum.guide import sections_of
from curriculum.markdown import to_html
from reports.composing import guide
from reports.composing.module import module_parts, titled
from reports.composing.prose import for_paper, in_words
from reports.composing.timescale import begins, strip, timescale
from reports.composing.worksheet import blank_context


@pytest.fixture
def exercise(loaded):
    return loaded.exercises["4.1"]


def test_the_clock_runs_through_and_says_what_a_step_can_be_cut_to(exercise):
    moments = guide.moments(exercise)
    assert [(each.told.starts, each.told.ends) for each in moments][:2] == [(0, 4), (4, 11)]
    assert moments[-1].told.ends == exercise.minutes
    assert [each.least for each in moments][4:] == ["at least 7", "may go", "at least 3", ""]


def test_prompts_and_questions_name_what_the_room_will_see(exercise):
    assert guide.moments(exercise)[4].prompts == [
        "How many losses at this stage would have to change their reason before price stood out there?"
    ]
    assert guide.questions(exercise)[0].prompt.startswith("Think of deals that entered this stage in")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("win_rate", "win rate"),
        ("stage_conversion.<stage>", "stage conversion, by stage"),
        ("reason_excess.<stage>.<cause>", "reason excess, by stage, by cause"),
        ("stage_conversion.<named>", "stage conversion of what was decided on"),
        ("wait.<any>", "wait of any one"),
        ("share.Retail", "share, Retail"),
    ],
)
def test_figures_are_said_in_words(key, said):
    assert guide.figure_said(key) == said


def test_tripwires_are_said_with_limit_window_and_number(exercise):
    rules = [guide.wire_shown(exercise, wire).rule for wire in exercise.tripwires]
    assert rules == [
        "Stage conversion of what was decided on falls below its lower limit at the decision, "
        "counted since the decision, from 75 deals",
        "Reason known of what was decided on falls below 80.0\u00a0%, counted since the decision, from 40 deals",
    ]


def test_figures_carry_what_they_rest_on(exercise):
    shown = guide.exercise_context(exercise, [])["figures"]
    assert (shown[0].unit, shown[0].notes) == ("percent", "Interval: Wilson. Open deals: counted and shown.")
    assert shown[9].notes == "Interval: bootstrap. Needs: waiting_on."


def test_keys_of_options_and_figures_become_words(exercise):
    assert in_words(exercise, "either fix_the_record at {stage}, or wait_gap") == (
        "either “Repair the record first” at this stage, or wait gap"
    )


# --- text on paper -------------------------------------------------------------------------------------------------


def test_what_is_said_aloud_is_marked():
    html = for_paper(to_html('Say: "Is it commoner *here*?" Wait.'))
    assert html == '<p>Say: <span class="said">“Is it commoner <em>here</em>?”</span> Wait.</p>\n'


@pytest.mark.parametrize("text", ['*He said "no* way"', 'One " alone', 'A 5" disk\n\nand a 3" disk'])
def test_a_quotation_that_cuts_a_tag_or_a_paragraph_is_left_alone(text):
    assert "said" not in for_paper(to_html(text)).replace("He said", "")


def test_text_that_looks_like_html_stays_text():
    html = for_paper(to_html('"<script>alert(1)</script>" and "a < b"'))
    assert "<script" not in html


def test_tables_take_the_form_of_documents_with_heads_in_both_directions():
    html = for_paper(to_html("| Start | Block |\n|---|---|\n| 09:00 | 4.1 |"))
    assert html.startswith('<table class="data"><thead>')
    assert '<th scope="row">09:00</th>' in html
    assert "ledger" not in html


def test_a_percent_sign_stays_by_its_number():
    assert for_paper(to_html("From 49 % on")) == "<p>From 49\u00a0% on</p>\n"


def test_a_cell_with_only_a_number_gets_the_title():
    html = for_paper(to_html("| Start | Block |\n|---|---|\n| 09:00 | 4.1 |\n| 10:00 | 4.1 without step 6 |"))
    out = titled(html, {"4.1": "Where <deals> drop"})
    assert "<td>4.1 Where &lt;deals&gt; drop</td>" in out
    assert "<td>4.1 without step 6</td>" in out


def test_every_section_of_the_module_is_a_part(loaded):
    module = loaded.modules[4]
    parts = module_parts(module, [loaded.exercises["4.1"]])
    assert [part.heading for part in parts] == [section.heading for section in sections_of(module)]
    assert len({part.anchor for part in parts}) == len(parts)
    assert [part.is_over for part in parts][:2] == [False, True]  # a text, a table


# --- drawing, worksheet --------------------------------------------------------------------------------------------


def test_the_drawing_has_a_line_for_each_exercise(loaded, exercise):
    both = [exercise, loaded.exercises["4.2"]]
    drawing = ET.fromstring(timescale(both).svg)  # noqa: S314 - our own
    names = [node.text for node in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert names == [f"{each.id} {each.title}" for each in both]
    assert begins(exercise)[0] == 0
    assert begins(exercise)[-1] == exercise.minutes


def test_the_strip_tells_each_step_and_greys_what_may_go(exercise):
    drawing = strip(exercise)
    assert "<title>The steps to scale: 1 from minute 0 to 4, 2 from minute 4 to 11, " in drawing
    assert drawing.count("<text") == len(exercise.steps)
    assert drawing.count("#D9D5C8") == sum(not step.minimum for step in exercise.steps) == 1


def test_a_blank_sheet_has_the_items_of_the_file_and_no_code(exercise):
    context = blank_context(exercise)
    assert (context["code"], context["anchor"]) == ("", "sheet-4.1")
    assert context["instruments"][0]["items"] == ["Qualify", "Discovery", "Proposal", "Negotiation", "Contract"]
