from pathlib import Path

import pytest

from curriculum.loader import load_folder, read_exercise, read_module
from curriculum.problems import ContentErrors, Problem
from tests.curriculum.conftest import new_exercise

EXERCISE = "exercises/4.1-where-deals-drop.md"
MODULE = "modules/module-4.md"
EXAMPLES = Path(__file__).parents[3] / "shared" / "examples" / "curriculum"
examples = pytest.mark.skipif(not EXAMPLES.exists(), reason="the folder of worked examples is absent")


def test_our_content_is_sound(folder):
    loaded = load_folder(folder.path)
    assert list(loaded.modules) == sorted(loaded.modules)
    assert {2, 3, 4} <= set(loaded.modules)
    assert {"2.5", "3.1", "4.1"} <= set(loaded.exercises)


@examples
def test_worked_exercise_loads_clean():
    _, file = read_exercise(EXAMPLES / "4.1-where-deals-drop.md")
    assert file.slug == "where-deals-drop"
    assert len(file.body) == 11


@examples
def test_worked_split_loads_but_for_its_instrument_said_in_prose():
    """Its total, step and frame are sentences; ours say them in fields that a form can follow."""
    with pytest.raises(ContentErrors) as caught:
        read_exercise(EXAMPLES / "6.2-sharing-out-the-quota.md")
    said = [problem.message for problem in caught.value.problems]
    assert all(message.startswith("instruments") for message in said)


@examples
def test_worked_module_loads_clean_by_itself():
    _, file = read_module(EXAMPLES / "module-4.md")
    assert file.exercises == ("4.1", "4.2", "4.3", "4.4", "4.5", "4.6")


def test_comma_in_an_unquoted_text_in_braces_is_part_of_the_text(folder):
    folder.change('is: "Won among won and lost"', "is: Won among won and lost, by day of closing")
    _, file = read_exercise(folder.path / EXERCISE)
    meanings = {figure.name: figure.meaning for figure in file.figures}
    assert meanings["win_rate"] == "Won among won and lost, by day of closing"


REPLACED = {
    "id without quotes": ('id: "4.1"', "id: 4.1", "string_type"),
    "id of another file": ('id: "4.1"', 'id: "4.3"', "file_name"),
    "slug of another file": ("slug: where-deals-drop", "slug: where-deals-stop", "file_name"),
    "module out of range": ("module: 4\n", "module: 9\n", "less_than_equal"),
    "priority unknown": ("priority: must\ndecider", "priority: urgent\ndecider", "literal_error"),
    "way of deciding unknown": ("decided_by: owner after advice", "decided_by: dice", "literal_error"),
    "fewer than five answers": ("min_answers: 5", "min_answers: 3", "greater_than_equal"),
    "field unknown": ("prep_minutes: 45", "prep_minuts: 45", "extra_forbidden"),
    "key not in snake case": ("- key: qualify_harder", "- key: Qualify harder", "string_pattern_mismatch"),
    "option's key twice": ("- key: qualify_harder", "- key: rival_play", "repeated_key"),
    "option without a figure": (
        "fits_when: stage_conversion of the stage before is above 0.85 (or there is none before), and most losses at "
        "the named stage name no rival (no_rival)",
        "fits_when: it feels right",
        "no_figure",
    ),
    "option names a figure that is not there": (
        "reason_known at the stage is under 0.8",
        "reason_known or loss_mood at the stage is under 0.8",
        "unlisted_figure",
    ),
    "instrument of unknown kind": ("kind: classify", "kind: guess", "union_tag_invalid"),
    "instrument keeps the vote's key": ("- key: causes", "- key: decision", "reserved_key"),
    "three rounds": ("    rounds: 2", "    rounds: 3", "literal_error"),
    "source is no name": ("source: stages", "source: All Stages", "string_pattern_mismatch"),
    "item twice": ("[Qualify, Discovery, Proposal,", "[Qualify, Proposal, Proposal,", "repeated_item"),
    "category's key twice": ("{key: cannot_tell,", "{key: pricing,", "repeated_key"),
    "practice in no category": ("key: capability, tempting: competitive", "key: speed, tempting: competitive",
                                "unknown_category"),
    "practice tempts into the right answer": ("key: pricing, tempting: competitive", "key: pricing, tempting: pricing",
                                              "unknown_category"),
    "ballots unknown": ("ballots: named ", "ballots: secret ", "literal_error"),
    "figure's key twice": ("{key: win_incidence,", "{key: win_rate,", "repeated_key"),
    "figure's key malformed": ("{key: win_incidence,", "{key: Win incidence,", "string_pattern_mismatch"),
    "tripwire on no figure": ('{figure: "reason_known.<named>"', '{figure: "reason_knwon.<named>"', "unlisted_figure"),
    "tripwire on the wrong parts": ('{figure: "reason_known.<named>"', "{figure: reason_known", "unlisted_figure"),
    "tripwire's part unknown": ('"stage_conversion.<named>"', '"stage_conversion.<some>"', "string_pattern_mismatch"),
    "tripwire's operator unknown": ('op: "<", threshold: 0.8', 'op: "<=", threshold: 0.8', "literal_error"),
    "step's minimum above its minutes": ("minutes: 7, minimum: 4, priority: must}\n  - {n: 3",
                                         "minutes: 7, minimum: 9, priority: must}\n  - {n: 3", "minutes"),
    "steps out of order": ("{n: 3, name: Answer alone", "{n: 4, name: Answer alone", "step_order"),
    "prompt for no step": ('- {step: 8, text: "You say', '- {step: 9, text: "You say', "unknown_step"),
    "next is no exercise": ('next: ["4.2", "4.5", "4.6", "2.5"]', 'next: ["9.5"]', "string_pattern_mismatch"),
    "next is the exercise itself": ('next: ["4.2", "4.5", "4.6", "2.5"]', 'next: ["4.1"]', "link"),
    "body's minutes differ": ("**3. Answer alone (6).**", "**3. Answer alone (8).**", "minutes_differ"),
    "body's step has another name": ("**3. Answer alone (6).**", "**3. Write alone (6).**", "name_differs"),
    "unknown heading": ("## Debrief", "## Looking back", "unknown_section"),
    "banned word": ("Choose one stage and one cause to repair", "Leverage one stage and one cause to repair",
                    "banned_words"),
    "prompt that fits any exercise": ("Which sentence on the screen names a date? Start there.",
                                      "What surprised you?", "banned_words"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code"), REPLACED.values(), ids=REPLACED)
def test_broken_line_is_named(folder, old, new, code):
    line = folder.change(old, new)
    assert (EXERCISE, line, code) in folder.problems()


def test_nothing_else_is_named(folder):
    line = folder.change("priority: must\ndecider", "priority: urgent\ndecider")
    assert folder.problems() == [(EXERCISE, line, "literal_error")]


WITHIN = {
    "field missing": ("    name: Prepare for one named rival\n", "", "  - key: rival_play", "missing"),
    "parameter missing": ("    rounds: 2\n", "", "  parameters:", "missing"),
    "two options on one condition": (
        "fits_when: reason_excess for price is above 2 at the stage; being the commonest reason everywhere is not "
        "enough",
        "fits_when: reason_excess for our work is above 2 at the stage, or lost deals waited for us at least 5 days "
        "longer there (wait_gap)",
        "  - key: price_path",
        "same_condition",
    ),
    "a step that must be done with no time": (
        "minutes: 4, minimum: 3, priority: must}",
        "minutes: 4, minimum: 0, priority: must}",
        "  - {n: 7, name: Second answer",
        "minutes",
    ),
    "step is not told": ("**7. Second answer (4).** Same question, alone.\n", "", "{n: 7, name:", "step_untold"),
    "shortest time is not said": ("class: 35 minutes", "class: 30 minutes", "## Short of time", "minutes_differ"),
    "section is empty": ("Stage, cause, option, owner, expected figure, tripwire and one dissent, or "
                         '"none offered", are on the record.', "", "## Done when", "empty_section"),
    "window unknown": ("window: {since: decision}, min_n: 40", "window: {sometimes: yes}, min_n: 40",
                       '{figure: "reason_known.<named>"', "unknown_window"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "code"), WITHIN.values(), ids=WITHIN)
def test_what_is_missing_is_named_where_it_belongs(folder, old, new, place, code):
    folder.change(old, new)
    line = folder.line(place)
    expected = range(line, line + 5) if code == "same_condition" else (line,)
    assert any((EXERCISE, number, code) in folder.problems() for number in expected)


def test_file_without_front_matter(folder):
    folder.write("# Where deals drop\n")
    assert (EXERCISE, 1, "no_front_matter") in folder.problems()


def test_front_matter_without_end(folder):
    folder.write("---\nid: x\n")
    assert (EXERCISE, 1, "no_front_matter") in folder.problems()


def test_front_matter_that_is_a_list(folder):
    folder.write("---\n- id\n---\n")
    assert (EXERCISE, 2, "not_a_mapping") in folder.problems()


def test_yaml_that_cannot_be_read(folder):
    line = folder.change("title: Where deals drop", "title: Where: deals drop")
    assert (EXERCISE, line, "bad_yaml") in folder.problems()


def test_key_that_stands_twice(folder):
    line = folder.change("prep_minutes: 45 ", "module: 4\nprep_minutes: 45 ")
    assert (EXERCISE, line, "repeated_key") in folder.problems()


def test_impossible_date_in_a_window(folder):
    line = folder.change("window: {since: decision}, min_n: 40", "window: {at: 2026-02-31}, min_n: 40")
    assert folder.problems() == [(EXERCISE, line, "value_error")]


def test_file_that_is_not_utf8(folder):
    (folder.path / EXERCISE).write_bytes(folder.read().encode("utf-16"))
    assert (EXERCISE, 1, "not_utf8") in folder.problems()


def test_file_name_of_no_known_form(folder):
    (folder.path / EXERCISE).rename(folder.path / "exercises/where.md")
    assert ("exercises/where.md", 1, "file_name") in folder.problems()


def test_section_missing(folder):
    last = len(folder.read().rstrip("\n").split("\n"))
    folder.change("## Good and weak answers\n", "")
    assert (EXERCISE, last - 1, "missing_section") in folder.problems()


def test_section_twice(folder):
    line = folder.change("## Debrief\n", "## Traps\n")
    assert (EXERCISE, line, "repeated_section") in folder.problems()


def test_sections_out_of_order(folder):
    folder.change("## Traps\n", "## Here\n")
    folder.change("## Debrief\n", "## Traps\n")
    line = folder.change("## Here\n", "## Debrief\n")
    text = folder.read().split("\n")
    late = 1 + next(number for number in range(line, len(text)) if text[number] == "## Worked case")
    assert (EXERCISE, late, "section_order") in folder.problems()


def test_body_too_short(folder):
    text = folder.read()
    folder.write(text[: text.index("## Step by step")] + "## Step by step\nTalk.\n## Next\nGo.\n")
    assert (EXERCISE, folder.line("## Purpose"), "length") in folder.problems()


def test_body_too_long(folder):
    folder.change("## Next\n", "## Next\n" + "word " * 200)
    assert (EXERCISE, folder.line("## Purpose"), "length") in folder.problems()


def test_tables_do_not_count(folder):
    folder.change("## Next\n", "## Next\n" + "| a long row of words |\n" * 200)
    load_folder(folder.path)


def test_step_told_that_is_not_in_the_front_matter(folder):
    line = folder.change("**8. Decide (10).**", "**9. Decide (10).**")
    assert (EXERCISE, line, "unknown_step") in folder.problems()


def test_module_that_has_no_file(folder):
    (folder.path / "modules/module-3.md").unlink()
    files = sorted(path.relative_to(folder.path).as_posix() for path in (folder.path / "exercises").glob("3.*.md"))
    assert folder.problems() == [(name, folder.line("module: 3", name), "unknown_module") for name in files]


def test_module_that_lists_an_exercise_without_a_file(folder):
    line = folder.change('exercises: ["4.1"', 'exercises: ["4.9", "4.1"', MODULE)
    assert folder.problems() == [(MODULE, line, "unknown_exercise")]


def test_module_that_promises_an_exercise_without_a_file(folder):
    line = folder.change("If 10 minutes behind at 11:20,", "If 10 minutes behind at 4.8,", MODULE)
    assert folder.problems() == [(MODULE, line, "unknown_exercise")]


def test_numbers_in_a_module_are_no_promises(folder):
    folder.change("If 10 minutes behind at 11:20,", "If 3.5 % or €2.6 m or 10.4.6 behind,", MODULE)
    load_folder(folder.path)


def test_agenda_whose_starts_do_not_follow(folder):
    line = folder.change("| 12:28 | 20 | Read the register", "| 12:30 | 20 | Read the register", MODULE)
    assert (MODULE, line, "agenda") in folder.problems()


def test_agenda_that_does_not_add_up(folder):
    line = folder.change("## Half day, 240 minutes", "## Half day, 245 minutes", MODULE)
    assert folder.problems() == [(MODULE, line, "agenda")]


def test_module_section_missing(folder):
    last = len(folder.read(MODULE).rstrip("\n").split("\n"))
    folder.change("## Data to ask for\n", "## Data\n", MODULE)
    assert (MODULE, last, "missing_section") in folder.problems()


def test_prompt_of_another_file(folder):
    other = "exercises/3.1-segments-on-the-rise.md"
    line = folder.change("Which sentence names a deal in {segment} that we would have lost a year ago?",
                         "Which sentence on the screen names a date? Start there.", other)  # fmt: skip
    assert (EXERCISE, folder.line("names a date? Start there"), "repeated_text") in folder.problems() or (
        other, line, "repeated_text") in folder.problems()  # fmt: skip


def test_debrief_question_of_another_file(folder):
    other = "exercises/3.1-segments-on-the-rise.md"
    folder.change("Which bid will nobody make next month?",
                  "Which conversion, on the review date, would prove us wrong?", other)  # fmt: skip
    assert (EXERCISE, folder.line("Which conversion, on the review date"), "repeated_text") in folder.problems()


def test_two_files_of_one_exercise(folder):
    copy = "exercises/4.1-where-deals-drop-again.md"
    folder.write(folder.read().replace("slug: where-deals-drop", "slug: where-deals-drop-again"), copy)
    problems = folder.problems()
    assert (EXERCISE, folder.line('id: "4.1"'), "repeated_key") in problems


def test_all_problems_of_all_files_at_once(folder):
    first = folder.change("priority: must\ndecider", "priority: urgent\ndecider")
    second = folder.change("**3. Answer alone (6).**", "**3. Answer alone.**")
    third = folder.change("agendas: [half_day, full_day]", "agendas: [evening]", MODULE)
    banned = folder.change("Choose one stage", "Choose one holistic stage")
    found = folder.problems()
    assert {
        (EXERCISE, first, "literal_error"),
        (EXERCISE, banned, "banned_words"),
        (MODULE, third, "literal_error"),
    } <= {*found}
    assert second > first
    assert found == sorted(found)


def test_empty_folder(tmp_path):
    with pytest.raises(ContentErrors) as caught:
        load_folder(tmp_path)
    assert caught.value.problems == (Problem("modules", 1, "nothing_found", "there is no module-….md here"),)


def test_problem_is_printed_as_file_line_code_and_words():
    assert str(Problem("exercises/4.1.md", 12, "missing", "options.0.cost: Field required")) == (
        "exercises/4.1.md:12: missing: options.0.cost: Field required"
    )


def test_exercise_of_a_new_number_needs_no_other_file(folder):
    folder.write(new_exercise("4.7"), "exercises/4.7-our-own-way.md")
    assert set(load_folder(folder.path).exercises) == {*load_folder().exercises, "4.7"}
