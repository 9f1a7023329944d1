"""What must agree inside a `threshold` or a `rows`, and between the instruments of one exercise."""

import math
from collections.abc import Iterator

from curriculum.instruments import (
    AnyInstrument,
    Backtest,
    Choice,
    ItemSource,
    Pairwise,
    PracticeCase,
    Rate,
    RowsCheck,
    RowsOf,
    RowsParameters,
    Setting,
    Threshold,
)
from curriculum.problems import Fault, Loc

# Columns that the table of a room's rows has anyhow, and what a vote is called.
RESERVED = frozenset({"round", "row", "label", "given_row", "proposers", "votes", "complete"})


def repeated_keys(field: str, keys: list[str], around: Loc, *at: str) -> Iterator[Fault]:
    for number, key in enumerate(keys):
        if key in keys[:number]:
            yield Fault("repeated_key", f"{field}: {key} stands here twice", (*around, number, *at))


def check_threshold(instrument: Threshold, loc: Loc) -> Iterator[Fault]:
    parameters, inside = instrument.parameters, (*loc, "parameters")
    keys = [setting.key for setting in parameters.settings]
    yield from repeated_keys("settings", keys, (*inside, "settings"), "key")
    for number, setting in enumerate(parameters.settings):
        yield from check_scale(setting, (*inside, "settings", number))
    if parameters.backtest:
        yield from check_backtest(parameters.backtest, keys, (*inside, "backtest"))
    for number, case in enumerate(instrument.practice):
        yield from check_answer_of(case, keys, (*loc, "practice", number))


def check_backtest(backtest: Backtest, settings: list[str], loc: Loc) -> Iterator[Fault]:
    yield from repeated_keys("shows", list(backtest.shows), (*loc, "shows"))
    for number, column in enumerate(backtest.shows):
        if column in settings:
            yield Fault("shows", f"{column} is a setting, not what it does", (*loc, "shows", number))
    for number, column in enumerate(backtest.curve or ()):
        if column not in backtest.shows:
            yield Fault("curve", f"{column} is not among what it shows", (*loc, "curve", number))


def check_scale(setting: Setting, loc: Loc) -> Iterator[Fault]:
    """The slider ends where the scale ends; a percent is written as a fraction."""
    steps = (setting.most - setting.least) / setting.step
    if not math.isclose(steps, round(steps), abs_tol=1e-6) or round(steps) < 1:
        message = f"steps of {setting.step:g} do not lead from {setting.least:g} to {setting.most:g}"
        yield Fault("step", message, (*loc, "step"))
    if setting.unit == "percent" and not 0 <= setting.least < setting.most <= 1:
        message = "a percent is written as a fraction: 0.05 to 0.4 for 5 % to 40 %"
        yield Fault("bounds", message, (*loc, "most"))


def check_rows(instrument: RowsOf, loc: Loc) -> Iterator[Fault]:
    """Columns once each, and only such as exist where they are named. Its `items` are checked with the others'."""
    parameters, inside = instrument.parameters, (*loc, "parameters")
    keys = [column.key for column in parameters.columns]
    yield from repeated_keys("columns", keys, (*inside, "columns"), "key")
    yield from repeated_keys("same_by", list(parameters.same_by), (*inside, "same_by"))
    for number, column in enumerate(parameters.columns):
        if column.key in RESERVED:
            message = f"{column.key} is a column of the room's own table"
            yield Fault("reserved_key", message, (*inside, "columns", number, "key"))
        choices = [choice.key for choice in column.choices]
        yield from repeated_keys("choices", choices, (*inside, "columns", number, "choices"), "key")
    for number, key in enumerate(parameters.same_by):
        if key not in keys:
            yield Fault("unknown_column", f"same_by names {key}, which is no column", (*inside, "same_by", number))
    for number, check in enumerate(parameters.checks):
        yield from check_check(check, parameters, (*inside, "checks", number))
    offered = choices_of(parameters)
    for number, case in enumerate(instrument.practice):
        yield from check_answer_of(case, offered or keys, (*loc, "practice", number))


def choices_of(parameters: RowsParameters) -> list[str]:
    return [choice.key for column in parameters.columns for choice in column.choices]


def check_check(check: RowsCheck, parameters: RowsParameters, loc: Loc) -> Iterator[Fault]:
    if (check.choice is None) == (check.covers is None):
        yield Fault("check", "a check names a choice, or a column that covers names, and not both", (*loc, "says"))
    if check.choice is not None and check.choice not in choices_of(parameters):
        yield Fault("unknown_choice", f"no column offers {check.choice}", (*loc, "choice"))
    if check.covers is not None and check.covers not in [column.key for column in parameters.columns]:
        yield Fault("unknown_column", f"covers names {check.covers}, which is no column", (*loc, "covers"))
    if check.covers is not None and not check.names:
        yield Fault("check", "covers needs the names that must stand there", (*loc, "covers"))


def check_answer_of(case: PracticeCase, keys: list[str], loc: Loc) -> Iterator[Fault]:
    """A practice case is answered by a setting, a choice, or where there is none a column; and tempts to another."""
    for field in ("key", "tempting"):
        if getattr(case, field) not in keys:
            yield Fault("unknown_answer", f"{getattr(case, field)} is no answer here", (*loc, field))
    if case.key == case.tempting:
        yield Fault("unknown_answer", "what tempts is the right answer", (*loc, "tempting"))


def check_apart(instruments: tuple[AnyInstrument, ...]) -> Iterator[Fault]:
    """Rows of answers say by item and criterion what they answer: no two instruments may use the same."""
    taken = {instrument.key for instrument in instruments}
    criteria = {
        criterion.key for each in instruments if isinstance(each, Rate) for criterion in each.parameters.criteria
    }
    yield from called_like_a_choice(instruments)
    has_rows = False
    for number, instrument in enumerate(instruments):
        loc = ("instruments", number)
        if isinstance(instrument, Threshold):
            yield from apart(taken, [each.key for each in instrument.parameters.settings], loc, "settings")
        if isinstance(instrument, RowsOf):
            if has_rows:
                yield Fault("rows_twice", "an exercise asks for rows once", (*loc, "kind"))
            has_rows = True
            yield from apart(criteria, [each.key for each in instrument.parameters.columns], loc, "columns")


def called_like_a_choice(instruments: tuple[AnyInstrument, ...]) -> Iterator[Fault]:
    """The item of a choice, or of a pairwise, is its own key: no item of another instrument may be called like it."""
    choices = {instrument.key for instrument in instruments if isinstance(instrument, Choice | Pairwise)}
    for number, instrument in enumerate(instruments):
        items = getattr(instrument.parameters, "items", None) or ()
        names = items.fallback if isinstance(items, ItemSource) else items
        for place, name in enumerate(names):
            if name in choices:
                message = f"{name} is the key of another instrument in this exercise"
                yield Fault("repeated_key", message, ("instruments", number, "parameters", "items", place))


def apart(taken: set[str], keys: list[str], loc: Loc, field: str) -> Iterator[Fault]:
    for number, key in enumerate(keys):
        if key in taken:
            message = f"{key} is the key of something else in this exercise"
            yield Fault("repeated_key", message, (*loc, "parameters", field, number, "key"))
    taken.update(keys)
