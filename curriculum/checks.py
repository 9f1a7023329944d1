"""What must agree inside one content file, beyond the form of each field."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from curriculum.answer_checks import check_answer_of, check_apart, check_rows, check_threshold
from curriculum.document import Document, Section
from curriculum.instruments import (
    Allocate,
    Choice,
    Classify,
    Estimate,
    Items,
    ItemSource,
    PracticeCase,
    Rank,
    Rate,
    RowsOf,
)  # fmt: skip
from curriculum.problems import Fault, Loc
from curriculum.schema import ExerciseFile, ScriptedStep, scripted_steps
from curriculum.share_checks import check_allocate, check_pairwise
from curriculum.wording import FEWEST, MOST, banned_words, count_words

HEADINGS = (
    "Purpose", "Set-up", "Step by step", "Good and weak answers", "Traps", "Worked case", "Short of time",
    "Remote, hybrid, paper", "Debrief", "Done when", "Next",
)  # fmt: skip
MODULE_HEADINGS = ("Purpose", "Who must be in the room", "Data to ask for", "What the sponsor gets")
FIGURE_LIKE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
WITH_ITEMS = (Classify, Rank, Rate, Estimate, RowsOf, Allocate)
BLOCK = re.compile(r"^\| *(\d\d):(\d\d) *\| *(\d*) *\|(.*)\|")
AGENDA = re.compile(r".*, (\d+) minutes$")


def check_front_matter(file: ExerciseFile) -> Iterator[Fault]:
    """Cross-references within the front matter of an exercise."""
    yield from repeated("options", (option.key for option in file.options))
    yield from repeated("figures", (figure.key for figure in file.figures))
    yield from repeated("instruments", (instrument.key for instrument in file.instruments))
    yield from repeated("skills", (skill.key for skill in file.skills))
    yield from check_options(file)
    yield from check_tripwires(file)
    yield from check_instruments(file)
    yield from check_steps(file)
    yield from check_links(file)


def repeated(field: str, keys: Iterable[str], around: Loc = ()) -> Iterator[Fault]:
    seen = set()
    for number, key in enumerate(keys):
        if key in seen:
            yield Fault("repeated_key", f"{field}: {key} stands here twice", (*around, field, number, "key"))
        seen.add(key)


def check_options(file: ExerciseFile) -> Iterator[Fault]:
    """Each option rests on a figure of the file, and no two on the same condition."""
    names = {figure.name for figure in file.figures}
    conditions = Counter(option.fits_when for option in file.options)
    for number, option in enumerate(file.options):
        loc = ("options", number, "fits_when")
        if conditions[option.fits_when] > 1:
            yield Fault("same_condition", "two options have the same fits_when", loc)
        words = set(re.findall(r"\w+", option.fits_when))
        if not words & names:
            yield Fault("no_figure", f"option {option.key} names no figure of this file in fits_when", loc)
        for word in sorted(set(FIGURE_LIKE.findall(option.fits_when)) - names):
            yield Fault("unlisted_figure", f"fits_when names {word}, which is not under figures", loc)


def check_tripwires(file: ExerciseFile) -> Iterator[Fault]:
    listed = {(figure.name, figure.parts) for figure in file.figures}
    for number, tripwire in enumerate(file.tripwires):
        name, *parts = tripwire.figure.split(".")
        if (name, len(parts)) not in listed:
            message = f"the tripwire's figure {tripwire.figure} is not under figures, or has other parts there"
            yield Fault("unlisted_figure", message, ("tripwires", number, "figure"))


def check_instruments(file: ExerciseFile) -> Iterator[Fault]:
    for number, instrument in enumerate(file.instruments):
        loc = ("instruments", number)
        if instrument.key == "decision":
            yield Fault("reserved_key", "decision is the key of the closing choice", (*loc, "key"))
        if isinstance(instrument, WITH_ITEMS) and instrument.parameters.items:
            yield from check_items(instrument.parameters.items, (*loc, "parameters", "items"))
        if check := OF_KIND.get(instrument.kind):
            yield from check(instrument, loc)
    yield from check_apart(file.instruments)


def check_items(items: Items, loc: Loc) -> Iterator[Fault]:
    names = items.fallback if isinstance(items, ItemSource) else items
    inside = (*loc, "fallback") if isinstance(items, ItemSource) else loc
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Fault("repeated_item", f"{name} stands among the items twice", (*inside, number))
    if isinstance(items, ItemSource) and not (items.min or 0) <= len(names) <= (items.max or len(names)):
        yield Fault("bounds", f"{len(names)} fallback items, outside min and max", (*loc, "fallback"))


def check_categories(instrument: Classify, loc: Loc) -> Iterator[Fault]:
    """Keys once each; practice cases go into a category that exists, and tempt into another."""
    categories = instrument.parameters.categories
    if not isinstance(categories, tuple):
        return
    keys = [category.key for category in categories]
    yield from repeated("categories", keys, (*loc, "parameters"))
    if (abstain := instrument.parameters.abstain.key) in keys:
        message = f"{abstain} is the key of a category too"
        yield Fault("repeated_key", message, (*loc, "parameters", "abstain", "key"))
    keys.append(abstain)
    for number, case in enumerate(instrument.practice):
        yield from check_practice(case, keys, (*loc, "practice", number))


def check_practice(case: PracticeCase, keys: list[str], loc: Loc) -> Iterator[Fault]:
    for field in ("key", "tempting"):
        if getattr(case, field) not in keys:
            yield Fault("unknown_category", f"{getattr(case, field)} is no category here", (*loc, field))
    if case.key == case.tempting:
        yield Fault("unknown_category", "what tempts is the right answer", (*loc, "tempting"))


def check_alternatives(instrument: Choice, loc: Loc) -> Iterator[Fault]:
    """Keys and names once each; practice cases are answered by an alternative, and tempt to another."""
    inside, items = (*loc, "parameters"), instrument.parameters.items
    yield from repeated("items", (item.key for item in items), inside)
    yield from check_items(tuple(item.name for item in items), (*inside, "items"))
    for number, case in enumerate(instrument.practice):
        yield from check_answer_of(case, [item.key for item in items], (*loc, "practice", number))


def check_criteria(instrument: Rate, loc: Loc) -> Iterator[Fault]:
    yield from repeated("criteria", (each.key for each in instrument.parameters.criteria), (*loc, "parameters"))


OF_KIND: dict[str, Callable[[Any, Loc], Iterator[Fault]]] = {
    "choice": check_alternatives, "classify": check_categories, "threshold": check_threshold, "rows": check_rows,
    "rate": check_criteria, "allocate": check_allocate, "pairwise": check_pairwise,
}  # fmt: skip


def check_steps(file: ExerciseFile) -> Iterator[Fault]:
    for number, step in enumerate(file.steps):
        loc = ("steps", number)
        if step.n != number + 1:
            yield Fault("step_order", f"step {step.n} stands in place {number + 1}", (*loc, "n"))
        if step.minimum > step.minutes:
            yield Fault("minutes", f"minimum {step.minimum} is above {step.minutes} minutes", (*loc, "minimum"))
        if step.priority == "must" and not step.minimum:
            yield Fault("minutes", "a step that must be done has no minimum of 0", (*loc, "minimum"))
    for number, prompt in enumerate(file.prompts):
        if prompt.step not in {step.n for step in file.steps}:
            yield Fault("unknown_step", f"there is no step {prompt.step}", ("prompts", number, "step"))


def check_links(file: ExerciseFile) -> Iterator[Fault]:
    if int(file.id[0]) != file.module:
        yield Fault("module_differs", f"exercise {file.id} stands in module {file.module}", ("module",))
    for number, exercise in enumerate(file.next):
        if exercise == file.id or exercise in file.next[:number]:
            yield Fault("link", f"next names {exercise} itself or twice", ("next", number))


def check_exercise_body(document: Document) -> Iterator[Fault]:
    """Headings, length and words, whatever the front matter looks like."""
    yield from check_headings(document, HEADINGS, others=False)
    yield from check_words(document)
    words = count_words(section.text for section in document.sections)
    if not FEWEST <= words <= MOST:
        line = document.sections[0].line if document.sections else 1
        yield Fault("length", f"{words} words without tables; {FEWEST} to {MOST} are wanted", line=line)


def check_headings(document: Document, wanted: tuple[str, ...], *, others: bool) -> Iterator[Fault]:
    headings = [section.heading for section in document.sections]
    last = document.text.rstrip("\n").count("\n") + 1
    for heading in sorted(set(wanted) - set(headings), key=wanted.index):
        yield Fault("missing_section", f"there is no section ## {heading}", line=last)
    known = [section for section in document.sections if section.heading in wanted]
    for before, after in pairwise(known):
        if wanted.index(after.heading) < wanted.index(before.heading):
            yield Fault("section_order", f"## {after.heading} stands after ## {before.heading}", line=after.line)
    yield from check_each_heading(document, wanted, others=others)


def check_each_heading(document: Document, wanted: tuple[str, ...], *, others: bool) -> Iterator[Fault]:
    headings = [section.heading for section in document.sections]
    for number, section in enumerate(document.sections):
        if section.heading in headings[:number]:
            yield Fault("repeated_section", f"## {section.heading} stands here twice", line=section.line)
        if section.heading not in wanted and not others:
            yield Fault("unknown_section", f"## {section.heading} is no section of an exercise", line=section.line)
        if section.heading in wanted and not section.text.strip():
            yield Fault("empty_section", f"## {section.heading} says nothing", line=section.line)


def check_words(document: Document) -> Iterator[Fault]:
    for line, phrase in banned_words(document.text):
        yield Fault("banned_words", f"“{phrase}” says nothing here", line=line)


def check_script(file: ExerciseFile, document: Document) -> Iterator[Fault]:
    """The body tells the steps of the front matter, with their minutes, and names the shortest time."""
    section = document.section("Step by step")
    if section is None:
        return
    told = {step.n: step for step in scripted_steps(file.body)}
    for number, step in enumerate(file.steps):
        if step.n not in told:
            yield Fault("step_untold", f"the body does not tell step {step.n}, {step.name}", ("steps", number))
        else:
            yield from compare(told[step.n], step.name, step.minutes, section)
    for extra in sorted(told.keys() - {step.n for step in file.steps}):
        message = f"step {extra} is not in the front matter"
        yield Fault("unknown_step", message, line=section.line + 1 + told[extra].line)
    yield from check_shortest(file, document)


def compare(told: ScriptedStep, name: str, minutes: int, section: Section) -> Iterator[Fault]:
    line = section.line + 1 + told.line
    if told.minutes != minutes:
        message = f"step {told.n} takes {told.minutes} minutes here and {minutes} in the front matter"
        yield Fault("minutes_differ", message, line=line)
    if told.name != name:
        yield Fault("name_differs", f"step {told.n} is “{told.name}” here and “{name}” in the front matter", line=line)


def check_shortest(file: ExerciseFile, document: Document) -> Iterator[Fault]:
    section = document.section("Short of time")
    if section and not re.search(rf"\b{file.minimum}\s+minutes\b", section.text):
        message = f"the minimums add up to {file.minimum} minutes, which ## Short of time does not say"
        yield Fault("minutes_differ", message, line=section.line)


def check_module_body(document: Document) -> Iterator[Fault]:
    yield from check_headings(document, MODULE_HEADINGS, others=True)
    yield from check_words(document)
    for section in document.sections:
        if match := AGENDA.match(section.heading):
            yield from check_agenda(section, int(match[1]))


def check_agenda(section: Section, total: int) -> Iterator[Fault]:
    """Starts follow from the minutes before them, and the minutes add up to what the heading says."""
    expected: int | None = None
    minutes = 0
    for line, text in section.lines():
        if not (match := BLOCK.match(text)):
            continue
        start = 60 * int(match[1]) + int(match[2])
        if expected is not None and start != expected:
            yield Fault("agenda", f"this block starts at {expected // 60:02d}:{expected % 60:02d}", line=line)
        minutes += int(match[3] or 0)
        expected = start + int(match[3] or 0)
    if minutes != total:
        yield Fault("agenda", f"the blocks take {minutes} minutes, the heading says {total}", line=section.line)
