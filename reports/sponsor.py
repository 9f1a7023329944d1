"""What the sponsor's page holds: the same for everybody who may open it, but for what waits for the sponsor alone."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models import Person, Role
from reports.learning import learned_in, page_of
from reports.models import Kind, Output, Reading
from reports.queries import newest_outputs
from reports.standing import NOT_SHOWN, Standing, standing_of
from workshops.models import Program
from workshops.permissions import RUNS
from workshops.queries import enrolment_of, role_in

FIRST_DECISIONS = 8  # the gravest; all of them stand in the register
FIRST_COMING = 6
NAMES = {
    "reopened": gettext_lazy("open again"),
    "review due": gettext_lazy("review due"),
    "off course": gettext_lazy("off course"),
    "cannot tell": gettext_lazy("cannot tell"),
    "waiting": gettext_lazy("waiting for new figures"),
    "superseded": gettext_lazy("superseded"),
}


@dataclass(frozen=True)
class Shelved:
    """The newest version of one document, and which sponsors took it or signed it off."""

    output: Output
    readings: list[Reading] = field(default_factory=list)
    own: Reading | None = None

    @property
    def signed(self) -> list[Reading]:
        return [reading for reading in self.readings if reading.signed_at]

    @property
    def waits(self) -> bool:
        """For the sponsor who looks: taken or not, it was not signed off."""
        return self.own is None or self.own.signed_at is None


def sponsor_page(program: Program, person: Person) -> dict[str, Any]:
    """Everything on the page, for this person."""
    standing = standing_of(program)
    role, shelf = role_in(person, program), shelf_of(program, person)
    is_sponsor = role == Role.SPONSOR
    return {
        "program": program,
        "standing": standing,
        "steps": steps_of(standing),
        "others": [(NAMES[state], n) for state, n in standing.states.items() if state in NAMES],
        "not_shown": NOT_SHOWN,
        "decisions": standing.decisions[:FIRST_DECISIONS],
        "learned": [page_of(learned) for learned in learned_in(program, standing.modules_begun)],
        "coming": standing.coming[:FIRST_COMING],
        "shelf": shelf,
        "lead": lead_of(shelf, is_sponsor),
        "is_sponsor": is_sponsor,
        "runs_it": role in RUNS,
    }


def shelf_of(program: Program, person: Person) -> list[Shelved]:
    """The newest version of each document, the newest document first."""
    outputs = newest_outputs(program)
    readings = defaultdict(list)
    for reading in Reading.objects.filter(output__in=outputs):
        readings[reading.output_id].append(reading)
    enrolment = enrolment_of(person, program)
    mine = enrolment.pk if enrolment else None
    return [
        Shelved(output, readings[output.pk], next((r for r in readings[output.pk] if r.enrolment_id == mine), None))
        for output in outputs
    ]


def lead_of(shelf: list[Shelved], is_sponsor: bool) -> Shelved | None:
    """What waits for the sponsor: the sponsor report before all else; for others the newest sponsor report there is."""
    reports = [each for each in shelf if each.output.kind == Kind.SPONSOR_REPORT]
    if not is_sponsor:
        return next(iter(reports), None)
    return next((each for each in [*reports, *shelf] if each.waits), None)


def steps_of(standing: Standing) -> list[dict[str, Any]]:
    """The modules as components/steps.html takes them."""
    held = {session.module for session in standing.held}
    return [
        {
            "name": f"{leg.number} {leg.title}",
            "state": "done" if leg.number in held else ("now" if leg.state == "next" else "ahead"),
            "note": leg.last.starts_at if leg.last else None,
        }
        for leg in standing.legs
    ]
