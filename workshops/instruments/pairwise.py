"""`pairwise`: one screen with a row for each two criteria: which matters more, and by how much.

What follows from the answers, and how far they agree with each other, is told once all are given.
"""

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analysis.methods.priorities import (
    CONSISTENT,
    consistency_ratio,
    outlying_pair,
    principal_weights,
    reciprocal_matrix,
    without_it,
)
from workshops.instruments.fields import ReasonField
from workshops.instruments.step import Payload, Row, Step

KIND = "pairwise"
TEMPLATE = "workshops/instruments/pairwise.html"
NOTE = "workshops/instruments/pairwise_note.html"
PREFIX = "pair-"
BETWEEN = ":"  # the two keys of a comparison

Criterion = dict[str, Any]


def pairs_of(parameters: dict[str, Any]) -> list[tuple[Criterion, Criterion]]:
    """Every two criteria once, in the order of the file."""
    return list(combinations(parameters["criteria"], 2))


def key_of(first: Criterion, second: Criterion) -> str:
    return f"{first['key']}{BETWEEN}{second['key']}"


def ratio_of(code: str) -> float:
    """'3' is three times as important, '1/3' a third."""
    return 1 / float(code[2:]) if code.startswith("1/") else float(code)


def codes_of(scale: Sequence[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """(code, intensity) from the first criterion's end of the scale to the second's: 9 7 5 3 1 1/3 1/5 1/7 1/9."""
    ends = [(str(each["value"]), each) for each in reversed(scale)]
    return ends + [(f"1/{each['value']}", each) for each in scale if each["value"] != 1]


def said(code: str, intensity: dict[str, Any], first: Criterion, second: Criterion) -> str:
    """'Fit is moderately more important than growth', in words that a reader hears."""
    if code == "1":
        return str(_("Both are %(word)s") % {"word": intensity["name"]})
    more, less = (second, first) if code.startswith("1/") else (first, second)
    words = {"more": more["name"], "word": intensity["name"], "less": less["name"]}
    return str(_("%(more)s is %(word)s than %(less)s") % words)


class PairField(forms.ChoiceField):
    """One comparison; blank is "not compared yet"."""

    widget = forms.RadioSelect

    def __init__(self, first: Criterion, second: Criterion, scale: Sequence[dict[str, Any]]) -> None:
        self.first, self.second = first, second
        self.marks = [
            {"code": code, "value": each["value"], "says": said(code, each, first, second)}
            for code, each in codes_of(scale)
        ]
        label = _("%(first)s or %(second)s") % {"first": first["name"], "second": second["name"]}
        super().__init__(required=False, label=label, choices=[(mark["code"], mark["says"]) for mark in self.marks])


class PairwiseForm(forms.Form):
    may_stay_blank = True  # autosave sends what there is

    def __init__(self, parameters: dict[str, Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = parameters["criteria"]
        for place, (first, second) in enumerate(pairs_of(parameters)):
            self.fields[f"{PREFIX}{place}"] = PairField(first, second, parameters["scale"])
        self.fields["reason"] = ReasonField()

    @property
    def pairs(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def given(self) -> int:
        """How many stand on the page as compared."""
        return sum(bool(pair.value()) for pair in self.pairs)


def steps(instrument: dict[str, Any]) -> list[Step]:
    prompt = instrument["parameters"]["prompt"]
    return [Step(instrument["key"], KIND, str(_("Your pairs")), prompt, instrument, TEMPLATE)]


def answer_to(step: Step, payload: Payload) -> dict[str, Any]:
    answer: dict[str, Any] = payload.get(step.instrument["key"]) or {}
    return {"judgments": answer.get("judgments") or {}, "reason": answer.get("reason", "")}


def form(step: Step, payload: Payload, data: Any = None) -> forms.Form:
    answer = answer_to(step, payload)
    keys = [key_of(*pair) for pair in pairs_of(step.parameters)]
    initial = {f"{PREFIX}{place}": answer["judgments"].get(key) for place, key in enumerate(keys)}
    made = PairwiseForm(step.parameters, data, initial=initial | {"reason": answer["reason"]})
    asked = step.parameters.get("ask_reason")
    made.fields["reason"].ask(asked if isinstance(asked, str) else "")  # type: ignore[attr-defined]
    return made


def merge(step: Step, payload: Payload, cleaned: dict[str, Any]) -> Payload:
    given = {key_of(*pair): cleaned.get(f"{PREFIX}{place}") for place, pair in enumerate(pairs_of(step.parameters))}
    judgments = {key: code for key, code in given.items() if code}
    return payload | {step.instrument["key"]: {"judgments": judgments, "reason": cleaned["reason"]}}


def is_answered(step: Step, payload: Payload) -> bool:
    """Once every two are compared."""
    given = answer_to(step, payload)["judgments"]
    return all(key_of(*pair) in given for pair in pairs_of(step.parameters))


def summary(step: Step, payload: Payload) -> str:
    """'Fit 61%, Growth 27%, Effort 12%' once all are compared; before, how many are."""
    given, pairs = answer_to(step, payload)["judgments"], pairs_of(step.parameters)
    if not given:
        return ""
    if not is_answered(step, payload):
        return str(_("%(given)s of %(all)s compared") % {"given": len(given), "all": len(pairs)})
    return ", ".join(f"{each['name']} {each['share']}%" for each in weights_said(step, payload))


def matrix_of(step: Step, payload: Payload) -> Any:
    """The person's judgments, shape (criteria, criteria), reciprocal. Raises KeyError before all are given."""
    given = answer_to(step, payload)["judgments"]
    criteria = step.parameters["criteria"]
    places = combinations(range(len(criteria)), 2)
    judgments = {(i, j): ratio_of(given[key_of(criteria[i], criteria[j])]) for i, j in places}
    return reciprocal_matrix(judgments, len(criteria))


def weights_said(step: Step, payload: Payload) -> list[dict[str, Any]]:
    """name and share in whole percent, the largest first."""
    weights, _eigenvalue = principal_weights(matrix_of(step, payload))
    told = zip(step.parameters["criteria"], weights, strict=True)
    named = [{"name": each["name"], "share": round(100 * float(weight))} for each, weight in told]
    return sorted(named, key=lambda each: -each["share"])


def note(step: Step, payload: Payload) -> dict[str, Any] | None:
    """What the page tells the person of their own answers; None before every two are compared."""
    if not is_answered(step, payload):
        return None
    ratio = consistency_ratio(matrix_of(step, payload))
    agrees = ratio <= CONSISTENT
    return {
        "template": NOTE,
        "weights": weights_said(step, payload),
        "ratio": f"{ratio:.2f}",
        "agrees": agrees,
        "pull": None if agrees else pull_of(step, payload),
    }


def pull_of(step: Step, payload: Payload) -> dict[str, str] | None:
    """The comparison that contradicts most: what was said, what all others say; None where none stands out."""
    matrix = matrix_of(step, payload)
    if (pair := outlying_pair(matrix)) is None:
        return None
    place = list(combinations(range(len(step.parameters["criteria"])), 2)).index(pair)
    field = PairField(*pairs_of(step.parameters)[place], step.parameters["scale"])
    own = answer_to(step, payload)["judgments"][key_of(field.first, field.second)]
    says = {mark["code"]: mark["says"] for mark in field.marks}
    return {
        "name": str(field.label),
        "place": f"{PREFIX}{place}",
        "own": says[own],
        "others": says[nearest(without_it(matrix, pair), step.parameters["scale"])],
    }


def nearest(ratio: float, scale: Sequence[dict[str, Any]]) -> str:
    """The code on the scale that is nearest to a ratio, by its logarithm."""
    return min((code for code, _each in codes_of(scale)), key=lambda code: abs(math.log(ratio / ratio_of(code))))


def answer_from(instrument: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any] | None:
    """What a worksheet holds of one person's long rows; None where none of them is its own."""
    parameters = instrument["parameters"]
    keys = [key_of(*pair) for pair in pairs_of(parameters)]
    own = [row for row in rows if row["item"] == instrument["key"] and row["criterion"] in keys]
    reason = next((row["reason"] for row in own if row.get("reason")), "")
    judgments = {row["criterion"]: nearest(float(row["value"]), parameters["scale"]) for row in own}
    return {"judgments": judgments, "reason": reason} if own else None


def rows(instrument: dict[str, Any], payload: Payload) -> list[Row]:
    """A row a comparison: item = the instrument, criterion = both keys, value = first ÷ second."""
    answer = payload[instrument["key"]] or {}
    given = answer.get("judgments") or {}
    keys = [key for key in (key_of(*pair) for pair in pairs_of(instrument["parameters"])) if key in given]
    reason = answer.get("reason", "")
    return [
        {
            "item": instrument["key"], "criterion": key, "value": f"{ratio_of(given[key]):.10g}",
            "reason": reason if place == 0 else "",
        }
        for place, key in enumerate(keys)
    ]  # fmt: skip
