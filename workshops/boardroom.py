"""What the decision page holds: options beside their figures, the vote, the evidence, the draft and what it lacks."""

import re
from dataclasses import asdict
from datetime import timedelta
from statistics import median
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from analysis import catalogue
from analysis.findings import Figure, Findings, figure_key
from analysis.findings import Tripwire as ProposedTripwire
from curriculum.schema import ExerciseFile, Frozen, TripwireLine
from workshops.forms import ActionForm, DecisionForm, DissentForm, ProbabilityForm, TripwireForm
from workshops.listed import figure_in, figure_or_listed, uncomputed
from workshops.models import Decision, Program, Round, Run, Tripwire
from workshops.permissions import RUNS
from workshops.quantities import quantity
from workshops.queries import enrolment_of, latest_evidence, role_in
from workshops.records import missing_for_closing
from workshops.revealed import Revealed
from workshops.room import evidence_state, reveal_state

REVIEW_IN_DAYS = (30, 90, 180)
NAMED = re.compile(r"[a-z][a-z0-9_]+")
FIGURES_PER_OPTION = 4


def board_of(decision: Decision, person: Person) -> dict[str, Any]:
    """Everything on the page of a draft or of a closed record, for this person."""
    run, revealed = decision.run, Revealed(decision.run)
    evidence = evidence_state(revealed, decision.evidence)
    decision.evidence = evidence.evidence
    findings = decision.evidence.findings if decision.evidence else None
    prefetch_related_objects([decision], "tripwires")
    chances = list(decision.probabilities.values_list("enrolment", "percent"))
    return {
        "decision": decision,
        "run": run,
        "session": run.session,
        "program": run.session.program,
        "file": run.file,
        "is_draft": decision.state == Decision.State.DRAFT,
        "evidence": evidence,
        "vote": reveal_state(revealed, Round.VOTE),
        "votes": votes_of(revealed),
        "chance": chance_of(run, [percent for _enrolment, percent in chances]),
        **record_of(decision, findings),
        **seat_at(decision, person, dict(chances)),
        **forms_of(decision, findings),
    }


def record_of(decision: Decision, findings: Findings | None) -> dict[str, Any]:
    """What the record says so far, in words, and what may be added to it in one tap."""
    file, currency = decision.run.file, currency_of(decision)
    is_draft = decision.state == Decision.State.DRAFT
    return {
        "options": options_of(file, findings, decision.named, currency),
        "chosen": next((option.name for option in file.options if option.key == decision.option), ""),
        "expected": expected_of(decision, findings),
        "missing": missing_for_closing(decision) if is_draft else [],
        "proposals": proposals_of(decision, findings) if is_draft else [],
        "tripwires": [said(tripwire, currency) for tripwire in decision.tripwires.all()],
        "actions": list(decision.actions.all()),
        "dissents": list(decision.dissents.select_related("enrolment__membership__person")),
    }


def seat_at(decision: Decision, person: Person, chances: dict[int, int]) -> dict[str, Any]:
    """What this person may do here. chances: percent by enrolment."""
    program = decision.run.session.program
    enrolment = enrolment_of(person, program)
    is_draft = decision.state == Decision.State.DRAFT
    asked = is_draft and person.has_perm("workshops.state_probability", decision)
    runs_it = role_in(person, program) in RUNS
    return {
        "runs_it": runs_it,
        "may_order": runs_it,
        "may_dissent": is_draft and enrolment is not None and enrolment.role != "sponsor",
        "may_state": asked,
        "own_chance": chances.get(enrolment.pk) if enrolment else None,
        "review_dates": review_dates(program) if is_draft and runs_it else [],
    }


def forms_of(decision: Decision, findings: Findings | None) -> dict[str, Any]:
    figures = choices_of(decision, findings)
    return {
        "parts": list(dict.fromkeys(figure.of[0] for figure in (findings.figures if findings else ()) if figure.of)),
        "form": decision_form(decision, figures),
        "dissent_form": DissentForm(),
        "tripwire_form": TripwireForm(figures=figures),
        "action_form": ActionForm(),
        "probability_form": ProbabilityForm(),
    }


def decision_form(decision: Decision, figures: list[tuple[str, str]], data: Any = None) -> DecisionForm:
    return DecisionForm(
        data,
        instance=decision,
        options=[(option.key, option.name) for option in decision.run.file.options],
        figures=figures,
        initial={"started_from": decision.version},
    )


def form_from(decision: Decision, data: Any) -> DecisionForm:
    """The draft's form, bound to what was sent."""
    return decision_form(decision, figures_now(decision), data)


def figures_now(decision: Decision) -> list[tuple[str, str]]:
    """Choices from the newest evidence."""
    evidence = latest_evidence(decision.run)
    return choices_of(decision, evidence.findings if evidence else None)


def choices_of(decision: Decision, findings: Findings | None) -> list[tuple[str, str]]:
    """What may be expected or watched: figures that the evidence computed, then those it lacks."""
    file = decision.run.file
    lacking = uncomputed(file, findings, decision.named)
    return [
        *figures_of(findings, file, currency_of(decision)),
        *((figure.key, f"{label_of(figure, file)}: {value_of(figure, '')}") for figure in lacking),
    ]


def clash_of(yours: dict[str, Any], theirs: Decision) -> dict[str, Any]:
    """The fields in which what was sent and what stands differ, side by side; the sender's form goes on from there."""
    lines = [
        {"label": str(DecisionForm.base_fields[name].label), "yours": value, "theirs": getattr(theirs, name)}
        for name, value in yours.items()
        if value != getattr(theirs, name)
    ]
    return {"theirs": theirs, "clash": lines}


def tripwire_form_from(decision: Decision, data: Any) -> TripwireForm:
    return TripwireForm(data, figures=figures_now(decision))


def currency_of(decision: Decision) -> str:
    return decision.run.session.program.organisation.currency


def label_of(figure: Figure, file: ExerciseFile) -> str:
    """`Stage conversion · Proposal` in the exercise's own words, keys of categories by their names."""
    names = category_names(file)
    parts = [names.get(part, part) for part in figure.of]
    return " · ".join([figure_name(figure.name, file), *parts])


def figure_name(name: str, file: ExerciseFile) -> str:
    """In the exercise's own words; of a figure that no analysis makes yet, its key as words."""
    try:
        return catalogue.wording(file.id).name(name)
    except KeyError:
        return name.replace("_", " ").capitalize()


def category_names(file: ExerciseFile) -> dict[str, str]:
    """{key: name} of the categories that the exercise's own file lists."""
    lists = [getattr(instrument.parameters, "categories", ()) for instrument in file.instruments]
    return {each.key: each.name for categories in lists if isinstance(categories, tuple) for each in categories}


def value_of(figure: Figure, currency: str) -> str:
    """Value, interval and n in one line."""
    if figure.value is None:
        return _("cannot tell (n = %(n)s)") % {"n": figure.n}
    texts = [quantity(value, figure.unit, currency) for value in (figure.value, figure.low, figure.high)]
    interval = f" ({texts[1]}–{texts[2]})" if texts[1] and texts[2] else ""
    return f"{texts[0]}{interval}, n = {figure.n}"


def figures_of(findings: Findings | None, file: ExerciseFile, currency: str) -> list[tuple[str, str]]:
    """(key, what it says now) of every figure that the evidence could compute."""
    figures = findings.figures if findings else ()
    return [
        (figure.key, f"{label_of(figure, file)}: {value_of(figure, currency)}")
        for figure in figures
        if figure.value is not None
    ]


def options_of(file: ExerciseFile, findings: Findings | None, named: str, currency: str) -> list[dict[str, Any]]:
    """Each option with the figures that its `fits_when` names: for the part named, else where they are largest."""
    return [
        {
            "key": option.key,
            "name": option.name,
            "means": option.means,
            "cost": option.cost,
            "fits_when": file.readable(option.fits_when),
            "figures": [
                {"label": label_of(figure, file), "value": value_of(figure, currency)}
                for figure in figures_named(option.fits_when, file, findings, named)
            ],
        }
        for option in file.options
    ]


def figures_named(text: str, file: ExerciseFile, findings: Findings | None, named: str) -> list[Figure]:
    if findings is None:
        return []
    names = {line.name for line in file.figures} & set(NAMED.findall(text))
    found = [figure for figure in findings.figures if figure.name in names and figure.value is not None]
    about = [figure for figure in found if not figure.of or named in figure.of] if named else found
    about = of_categories_named(about, text, category_names(file))
    return sorted(about, key=lambda figure: -abs(figure.value or 0))[:FIGURES_PER_OPTION]


def of_categories_named(figures: list[Figure], text: str, names: dict[str, str]) -> list[Figure]:
    """Where the text names categories, such as "price", the figures of those alone."""
    spoken = {key for key, name in names.items() if name.lower() in text.lower()}
    return [figure for figure in figures if not spoken or not set(figure.of) & set(names) or set(figure.of) & spoken]


def votes_of(revealed: Revealed) -> dict[str, Any] | None:
    """The sealed vote once revealed: votes per option, most first. None before, or where too few voted."""
    if Round.VOTE not in revealed.rounds:
        return None
    votes = revealed.frame([Round.VOTE])["value"].value_counts()
    counts = [(option.name, int(votes.get(option.key, 0))) for option in revealed.run.file.options]
    return {"n": revealed.reveals[Round.VOTE].n, "counts": sorted(counts, key=lambda count: -count[1])}


def expected_of(decision: Decision, findings: Findings | None) -> dict[str, str] | None:
    """What is expected of which figure, beside what it is now."""
    figure = figure_or_listed(decision.run.file, findings, decision.expected_figure)
    if figure is None:
        return None
    currency = currency_of(decision)
    return {
        "label": label_of(figure, decision.run.file),
        "now": value_of(figure, currency),
        "value": quantity(decision.expected_value, figure.unit, currency),
    }


def proposals_of(decision: Decision, findings: Findings | None) -> list[dict[str, Any]]:
    """What the evidence proposes for the part named; where it proposes nothing, what the exercise does."""
    found = [tripwire for tripwire in (findings.tripwires if findings else ()) if is_about(tripwire.figure, decision)]
    made = [found_proposal(tripwire, decision, findings) for tripwire in found] or [
        proposal(line, decision, findings) for line in decision.run.file.tripwires
    ]
    return [each | {"place": place} for place, each in enumerate(made)]


def is_about(figure: str, decision: Decision) -> bool:
    """Whether a figure is about the whole, or about the part named."""
    return "." not in figure or (bool(decision.named) and figure.endswith(figure_key("", decision.named)))


def found_proposal(tripwire: ProposedTripwire, decision: Decision, findings: Findings | None) -> dict[str, Any]:
    """A tripwire of the findings; its reason is frozen in the record as it reads today."""
    why = catalogue.wording(decision.run.exercise).say(tripwire.why)
    limit = said_limit(figure_in(findings, tripwire.figure), tripwire.threshold, decision)
    fields = asdict(tripwire) | {"why": why[:400]}
    return {"why": why, "fields": fields, "rule": rule(tripwire.figure, tripwire.op, limit)}


def proposal(line: TripwireLine, decision: Decision, findings: Findings | None) -> dict[str, Any]:
    """`<named>` becomes the part named; a frozen threshold the figure's limit as it stands now."""
    name, *parts = line.figure.split(".")
    if any(part in ("<named>", "<any>") for part in parts) and not decision.named:
        return {"figure": line.figure, "waits": _("Name the part first")}
    key = figure_key(name, *(decision.named if part in ("<named>", "<any>") else part for part in parts))
    figure = figure_or_listed(decision.run.file, findings, key)
    threshold = threshold_of(line, figure)
    if threshold is None:
        return {"figure": line.figure, "waits": _("The evidence has no %(figure)s") % {"figure": key}}
    fields = {
        "figure": key,
        "op": line.op,
        "threshold": threshold,
        "window": line.window.model_dump(mode="json"),
        "min_n": line.min_n,
        "min_n_of": line.min_n_of,
        "why": line.why[:400],
    }
    return {"why": line.why, "fields": fields, "rule": rule(key, line.op, said_limit(figure, threshold, decision))}


def said_limit(figure: Figure | None, threshold: float, decision: Decision) -> str:
    return quantity(threshold, figure.unit if figure else "", currency_of(decision))


def threshold_of(line: TripwireLine, figure: Figure | None) -> float | None:
    if isinstance(line.threshold, Frozen):
        limit: float | None = getattr(figure, line.threshold.frozen) if figure else None
        return limit
    return line.threshold


def proposed(decision: Decision, place: int) -> dict[str, Any] | None:
    """The fields of the proposal at that place, as `add_tripwire` takes them; None where it cannot be made."""
    evidence = latest_evidence(decision.run)
    made = proposals_of(decision, evidence.findings if evidence else None)
    return made[place].get("fields") if place < len(made) else None


def rule(figure: str, op: str, limit: str) -> str:
    words = (
        _("Re-open if %(figure)s falls below %(limit)s")
        if op == "<"
        else _("Re-open if %(figure)s rises above %(limit)s")
    )
    return words % {"figure": figure.replace("_", " ").replace(".", " · "), "limit": limit}


def said(tripwire: Tripwire, currency: str) -> dict[str, Any]:
    evidence = tripwire.decision.evidence
    file, findings = tripwire.decision.run.file, evidence.findings if evidence else None
    figure = figure_or_listed(file, findings, tripwire.figure)
    limit = quantity(tripwire.threshold, figure.unit if figure else "", currency)
    window = window_said(tripwire.window)
    return {
        "pk": tripwire.pk,
        "rule": rule(tripwire.figure, tripwire.op, limit),
        "why": f"{window}; {_('at least')} {tripwire.min_n} {tripwire.min_n_of}. {tripwire.why}",
    }


def window_said(window: dict[str, Any]) -> str:
    match window:
        case {"rolling": n, "period": period}:
            return ngettext("over %(n)s %(period)s", "over %(n)s %(period)ss", n) % {"n": n, "period": period}
        case {"since": _what}:
            return _("counted since the decision")
        case {"until": event} | {"at": event}:
            return _("at %(event)s") % {"event": event}
    return ""


def chance_of(run: Run, stated: list[int]) -> dict[str, int] | None:
    """What the room gives the expected figure: middle and range of the chances stated; hidden under five."""
    if len(stated) < run.file.group.min_answers:
        return None
    return {"n": len(stated), "middle": round(median(stated)), "low": min(stated), "high": max(stated)}


def review_dates(program: Program) -> list[dict[str, Any]]:
    """Quick choices: in 30, 90 and 180 days, and at the next sessions."""
    today = timezone.localdate()
    dates: list[dict[str, Any]] = [
        {"on": today + timedelta(days=days), "label": _("in %(days)s days") % {"days": days}} for days in REVIEW_IN_DAYS
    ]
    later = program.sessions.filter(starts_at__date__gt=today).order_by("starts_at")[:2]
    return dates + [
        {"on": session.starts_at.date(), "label": _("module %(module)s") % {"module": session.module}}
        for session in later
        if session.starts_at
    ]
