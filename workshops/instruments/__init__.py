"""How people answer: one file per instrument, each a form that autosaves piece by piece.

A worksheet is a list of steps, one screen each (a case, a ranking, the closing choice). A payload is
{instrument key: answer}, the closing choice under `decision`; saving one step keeps the others as they are, so what
stands on a worksheet is always whole. `content` is the exercise's content with its items resolved
(`analysis.sources.with_resolved`). The second round starts from the first answer.

A file offers `KIND`, `TEMPLATE`, `steps(instrument)`, `form(step, payload, data)`, `merge(step, payload, cleaned)`,
`is_answered(step, payload)`, `summary(step, payload)`, `rows(instrument, payload)`; where the second round does not go
on from the first answer, `begin_again(instrument, answer)`; where more is written than a reason, `text(step, payload)`;
where its long rows are not found by its items, `answer_from(instrument, rows)`; where the page tells people something
of their own answer, `note(step, payload)`.
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from django.forms import Form

from workshops.instruments import allocate, choice, classify, estimate, pairwise, rank, rate, rows, threshold
from workshops.instruments.step import Payload, Row, Step

CLOSING = "decision"
INSTRUMENTS: dict[str, ModuleType] = {
    module.KIND: module for module in (allocate, choice, classify, estimate, pairwise, rank, rate, rows, threshold)
}

__all__ = [
    "CLOSING", "INSTRUMENTS", "Step", "begin_again", "form_of", "missing", "note_of", "payload_with", "rows_of",
    "steps_of", "summary_of", "text_of",
]  # fmt: skip


def steps_of(content: Mapping[str, Any], round_: str) -> list[Step]:
    """The screens of a round ("1", "2" or "vote") in order."""
    return [
        step
        for instrument in asked(content, round_)
        if instrument["kind"] in INSTRUMENTS
        for step in INSTRUMENTS[instrument["kind"]].steps(instrument)
    ]


def asked(content: Mapping[str, Any], round_: str) -> list[dict[str, Any]]:
    """The instruments of a round as it asks them: the first without what its own reveal fixes for the second.

    What is asked once is not asked in the second round.
    """
    if round_ == "vote":
        return [closing(content)]
    if round_ == "1":
        return [each | {"parameters": without_proposals(each["parameters"])} for each in content["instruments"]]
    return [each for each in content["instruments"] if is_asked_again(each)]


def without_proposals(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if name != "proposals"}


def is_asked_again(instrument: Mapping[str, Any]) -> bool:
    return bool(instrument["parameters"].get("rounds", 2) > 1)


def begin_again(content: Mapping[str, Any], payload: Payload) -> Payload:
    """What a second worksheet begins with, from what was answered first."""
    begun = {}
    for instrument in content["instruments"]:
        key = instrument["key"]
        if key in payload and instrument["kind"] in INSTRUMENTS and is_asked_again(instrument):
            begin = getattr(INSTRUMENTS[instrument["kind"]], "begin_again", lambda _instrument, answer: answer)
            begun[key] = begin(instrument, payload[key])
    return begun


def closing(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": CLOSING,
        "kind": "choice",
        "parameters": {"items": list(content["options"]), "prompt": content["question"], "ask_reason": True},
    }


def form_of(step: Step, payload: Payload, data: Any = None) -> Form:
    """The step's form, filled from what stands, or bound to `data`. Blank is allowed: autosave sends what there is."""
    form: Form = INSTRUMENTS[step.kind].form(step, payload, data)
    return form


def payload_with(step: Step, payload: Payload, form: Form) -> Payload:
    """The payload with this step's valid form in it."""
    merged: Payload = INSTRUMENTS[step.kind].merge(step, payload, form.cleaned_data)
    return merged


def missing(content: Mapping[str, Any], round_: str, payload: Payload) -> list[Step]:
    """Steps that have no answer yet."""
    return [step for step in steps_of(content, round_) if not INSTRUMENTS[step.kind].is_answered(step, payload)]


def summary_of(step: Step, payload: Payload) -> str:
    """The person's own answer to a step in few words; empty where there is none."""
    said: str = INSTRUMENTS[step.kind].summary(step, payload)
    return said


def note_of(step: Step, payload: Payload) -> dict[str, Any] | None:
    """What the page tells people of their own answer, with the `template` that says it; None for nothing (yet)."""
    own = getattr(INSTRUMENTS[step.kind], "note", None)
    note: dict[str, Any] | None = own(step, payload) if own else None
    return note


def text_of(step: Step, payload: Payload) -> str:
    """Everything that the person wrote on a screen: what a clash shows of either side."""
    own = getattr(INSTRUMENTS[step.kind], "text", None)
    said = own(step, payload) if own else (form_of(step, payload).initial or {}).get("reason")
    return str(said or "")


def rows_of(content: Mapping[str, Any], payload: Payload) -> list[Row]:
    """A whole payload in the long format of `analysis.inputs.ANSWER_COLUMNS`, without exercise, round and person."""
    return [
        row
        for instrument in [*content["instruments"], closing(content)]
        if instrument["kind"] in INSTRUMENTS and instrument["key"] in payload
        for row in INSTRUMENTS[instrument["kind"]].rows(instrument, payload)
    ]
