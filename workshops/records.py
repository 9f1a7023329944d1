"""What a decision's digest is over, and what a draft lacks before it can close."""

from typing import Any

from workshops.listed import is_of_the_tables
from workshops.models import Action, Decision, Dissent, Tripwire

# In the order in which a room gives them; the words stand on the button that cannot act yet.
ASKED = (
    ("option", "Choose an option"),
    ("statement", "Say the decision in one sentence"),
    ("decided_by", "Say how it was decided"),
    ("owner", "Name an owner"),
    ("expected_figure", "Name the figure you expect to move"),
    ("expected_value", "Say the value you expect"),
    ("review_on", "Set a date"),
    ("confidence", "Say how confident you are"),
)


def missing_for_closing(decision: Decision) -> list[str]:
    """What is still to be given, each as an instruction. Where no table gave a figure, none need be expected."""
    found = decision.evidence.findings.figures if decision.evidence else ()
    figures = any(is_of_the_tables(figure.name) for figure in found)
    asked = [(name, words) for name, words in ASKED if figures or not name.startswith("expected")]
    missing = [words for name, words in asked if getattr(decision, name) in (None, "")]
    if not decision.evidence:
        missing.append("Wait for the evidence")
    if not decision.tripwires.exists():
        missing.append("Set a tripwire")
    return missing


def decision_record(decision: Decision) -> dict[str, Any]:
    """All that a closed decision says, without ids, clock times and what may still be done about it."""
    return {
        "exercise": decision.run.exercise,
        "option": decision.option,
        "named": decision.named,
        "statement": decision.statement,
        "reasons": decision.reasons,
        "decided_by": decision.decided_by,
        "owner": decision.owner,
        "review_on": decision.review_on,
        "confidence": decision.confidence,
        "expected_figure": decision.expected_figure,
        "expected_value": decision.expected_value,
        "objective": decision.objective.text if decision.objective else "",
        "evidence": decision.evidence.digest if decision.evidence else "",
        "tripwires": [tripwire_record(tripwire) for tripwire in decision.tripwires.order_by("pk")],
        "actions": [action_record(action) for action in decision.actions.order_by("pk")],
        "dissents": [dissent_record(dissent) for dissent in decision.dissents.order_by("pk")],
        "probabilities": sorted(decision.probabilities.values_list("percent", flat=True)),
    }


def tripwire_record(tripwire: Tripwire) -> dict[str, Any]:
    names = ("figure", "op", "threshold", "window", "min_n", "min_n_of", "why")
    return {name: getattr(tripwire, name) for name in names}


def action_record(action: Action) -> dict[str, Any]:
    return {name: getattr(action, name) for name in ("what", "who", "due_on")}


def dissent_record(dissent: Dissent) -> dict[str, Any]:
    """Erasing a person takes the name; the words stay, and with them this record, which holds no name."""
    return {"text": dissent.text, "is_named": dissent.is_named}
