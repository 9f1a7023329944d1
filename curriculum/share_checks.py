"""What must agree inside an `allocate` or a `pairwise`."""

import math
from collections.abc import Iterator

from curriculum.answer_checks import check_answer_of, repeated_keys
from curriculum.instruments import Allocate, AllocateParameters, ItemSource, Pairwise
from curriculum.problems import Fault, Loc


def check_allocate(instrument: Allocate, loc: Loc) -> Iterator[Fault]:
    """The total goes in whole steps, one an item at least; a practice case is answered by an item or an amount."""
    parameters = instrument.parameters
    yield from check_step(parameters, (*loc, "parameters"))
    for number, case in enumerate(instrument.practice):
        answers = [*names_of(parameters), *(said for said in (case.key, case.tempting) if is_amount(said, parameters))]
        yield from check_answer_of(case, answers, (*loc, "practice", number))


def is_amount(said: str, parameters: AllocateParameters) -> bool:
    """'25': an amount of a practice case, no more than the total."""
    return said.isdecimal() and float(said) <= total_value(parameters)


def total_value(parameters: AllocateParameters) -> float:
    return parameters.total.value or parameters.total.fallback or 0.0


def names_of(parameters: AllocateParameters) -> list[str]:
    items = parameters.items
    return list(items.fallback if isinstance(items, ItemSource) else items)


def check_step(parameters: AllocateParameters, loc: Loc) -> Iterator[Fault]:
    step, value = parameters.step, total_value(parameters)
    if parameters.step_share is not None:
        if step is not None:
            yield Fault("step", "a step is given as step or as step_share, not as both", (*loc, "step_share"))
        return
    steps = value / (step or 1.0)
    if not math.isclose(steps, round(steps), abs_tol=1e-6) or round(steps) < len(names_of(parameters)):
        message = f"steps of {step or 1:g} do not share {value:g} out over {len(names_of(parameters))} items"
        yield Fault("step", message, (*loc, "step" if step else "total"))


def check_pairwise(instrument: Pairwise, loc: Loc) -> Iterator[Fault]:
    """Criteria once each; a scale that begins at 1 and rises."""
    parameters, inside = instrument.parameters, (*loc, "parameters")
    keys = [criterion.key for criterion in parameters.criteria]
    yield from repeated_keys("criteria", keys, (*inside, "criteria"), "key")
    values = [intensity.value for intensity in parameters.scale]
    if values[0] != 1 or sorted(set(values)) != values:
        message = "the scale begins at 1, equally important, and rises from there"
        yield Fault("scale", message, (*inside, "scale"))
    for number, case in enumerate(instrument.practice):
        yield from check_answer_of(case, keys, (*loc, "practice", number))
