"""Makes the sample program by walking it: every row is written by the action that a real room would have used.

May be run again at any time: what is there stays, what is missing is made, what a visitor has done is left alone.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.actions.people import add_member, find_or_create_person
from accounts.models import Membership, Organisation, Person, Role
from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from datasets.actions.imports import import_paths
from datasets.folder import read_folder
from datasets.models import Snapshot
from datasets.queries import current_snapshot
from datasets.sample.company import AS_OF, DEALS, NAME, make_company
from datasets.sample.files import write_tables
from workshops.actions.programs import create_program, create_session, enrol, module_exercises
from workshops.models import Enrolment, Program, Session
from workshops.sample.people import ADMIN, CO_FACILITATOR, FACILITATOR, PARTICIPANTS, SPONSOR, SamplePerson
from workshops.sample.records import OBJECTIVES
from workshops.sample.rooms import rooms
from workshops.sample.walk import answer_step, walk

SLUG = "sample"
TITLE = "Sales program"
WHOLE_TITLE = "Sales program, first group"
TITLES = (
    "Module 1 · What we measure ourselves by", "Module 2 · Where the days go", "Module 3 · Segments on the rise",
    "Module 4 · Where the process leaks", "Module 5 · Who beats us, and where", "Module 6 · Who gets what",
    "Module 7 · What we may lose", "Module 8 · What the board sees",
)  # fmt: skip
COMING = "5.1"  # what the next one begins with
LAST_HELD = 4  # the last module of the program that is on its way; the next one is answering
DAYS_AGO, DAYS_BETWEEN, DAYS_AHEAD = 11, 14, 7
PLACE = "Hamburg, Elbe room"
STILL_ANSWERING = ("priya", "rosa", "kofi")
WITHOUT_DONE = "lena"
THURSDAY = 3


@dataclass(frozen=True)
class Sample:
    """held: the last session that was held; earlier: those before; coming: the one that is answering, if any is."""

    organisation: Organisation
    program: Program
    earlier: tuple[Session, ...]
    held: Session
    coming: Session | None = None

    @property
    def sessions(self) -> tuple[Session, ...]:
        return (*self.earlier, self.held, *((self.coming,) if self.coming else ()))


def sample_exists(*, whole: bool = False) -> bool:
    last = len(TITLES) if whole else LAST_HELD + 1
    title = WHOLE_TITLE if whole else TITLE
    return Session.objects.filter(
        program__organisation__slug=SLUG, program__title=title, module=last, runs__isnull=False
    ).exists()


def make_sample(
    *, seed: int = 7, deals: int = DEALS, whole: bool = False, exercises: Container[str] | None = None
) -> Sample:
    """Organisation, people, tables, and a program: four modules held and decided, and one that is answering.

    whole: the program of another group instead, which has been through all eight modules. exercises: those alone.
    """
    organisation = make_organisation()
    members = make_people(organisation)
    snapshot = make_snapshot(organisation, seed=seed, deals=deals)
    program = make_program(organisation, WHOLE_TITLE if whole else TITLE)
    enrolments = enrol_all(program, members)
    facilitator = members[FACILITATOR.key].person
    modules = range(1, (len(TITLES) if whole else LAST_HELD) + 1)
    chosen = {module: answered_in(program, module, exercises) for module in modules}
    *earlier, held = [
        hold(program, module, chosen[module], modules[-1] - module, snapshot, enrolments, facilitator)
        for module in modules
        if chosen[module]
    ]
    coming = None
    if not whole:
        coming = let_answer(program, snapshot, enrolments, facilitator)
    return Sample(organisation, program, tuple(earlier), held, coming)


def hold(
    program: Program, module: int, exercises: list[str], ago: int, snapshot: Snapshot,
    enrolments: dict[str, Enrolment], facilitator: Person,
) -> Session:  # fmt: skip
    """A session whose exercises were walked from the brief to the closed decision. ago: how many sessions."""
    day = thursday(program, -DAYS_AGO - ago * DAYS_BETWEEN)
    session = session_of(program, module, starts_at=day, snapshot=snapshot, exercises=exercises)
    for run in session.runs.order_by("position"):
        walk(run=run, enrolments=enrolments, actor=facilitator, day=day.date())
    return session


def let_answer(program: Program, snapshot: Snapshot, enrolments: dict[str, Enrolment], facilitator: Person) -> Session:
    """A session to come, whose exercise is being answered before the day."""
    day = thursday(program, DAYS_AHEAD)
    coming = session_of(program, LAST_HELD + 1, starts_at=day, snapshot=snapshot, exercises=[COMING])
    first = coming.runs.get()
    answer_step(run=first, enrolments=without(enrolments, STILL_ANSWERING), actor=facilitator, typing=WITHOUT_DONE)
    return coming


def answered_in(program: Program, module: int, exercises: Container[str] | None = None) -> list[str]:
    """The module's exercises that the sample room has answers to, in the module's order."""
    known = [exercise for exercise in module_exercises(program, module) if exercise in rooms()]
    return [exercise for exercise in known if exercises is None or exercise in exercises]


@transaction.atomic
def make_organisation() -> Organisation:
    organisation, made = Organisation.objects.get_or_create(slug=SLUG, defaults={"name": NAME, "is_sample": True})
    if made:
        record(
            organisation=organisation,
            actor=None,
            action="organisation.create",
            subject=f"organisation {organisation.pk}",
        )
    return organisation


def make_people(organisation: Organisation) -> dict[str, Membership]:
    """Memberships by the key of the sample person."""
    roles = {ADMIN.key: Role.ADMIN, FACILITATOR.key: Role.FACILITATOR}
    return {
        each.key: add_member(
            organisation=organisation,
            person=find_or_create_person(email=each.email, name=each.name),
            role=roles.get(each.key, Role.MEMBER),
            function=each.function,
        )
        for each in (ADMIN, FACILITATOR, CO_FACILITATOR, SPONSOR, *PARTICIPANTS)
    }


def make_snapshot(organisation: Organisation, *, seed: int, deals: int) -> Snapshot:
    """The company's tables, imported as files like anybody's; those that are current already are not imported again."""
    with TemporaryDirectory() as folder:
        write_tables(make_company(seed, deals), Path(folder))
        current = current_snapshot(organisation)
        if current and current.digest == read_folder(folder, as_of=AS_OF).digest:
            return current
        import_paths(organisation=organisation, paths=[folder], as_of=AS_OF)
    return Snapshot.objects.get(organisation=organisation, is_current=True)


def make_program(organisation: Organisation, title: str) -> Program:
    """On the curriculum as the files have it now; one that is there keeps its own."""
    existing = Program.objects.filter(organisation=organisation, title=title).first()
    return existing or create_program(
        organisation=organisation,
        title=title,
        curriculum=store_curriculum(loaded=load_folder()),
        objectives=OBJECTIVES,
    )


def enrol_all(program: Program, members: dict[str, Membership]) -> dict[str, Enrolment]:
    """The participants' enrolments, by key; the others are enrolled too."""
    roles = {
        FACILITATOR.key: Role.FACILITATOR, CO_FACILITATOR.key: Role.CO_FACILITATOR, SPONSOR.key: Role.SPONSOR,
    }  # fmt: skip
    for key, role in roles.items():
        enrol(program=program, membership=members[key], role=role)
    return {
        person.key: enrol(program=program, membership=members[person.key], role=Role.PARTICIPANT)
        for person in PARTICIPANTS
    }


def session_of(
    program: Program, module: int, *, starts_at: datetime, snapshot: Snapshot, exercises: Iterable[str]
) -> Session:
    """The program's session on that module; made where there is none."""
    existing = program.sessions.filter(module=module).first()
    return existing or create_session(
        program=program, module=module, title=TITLES[module - 1], starts_at=starts_at, place=PLACE, snapshot=snapshot,
        exercises=exercises,
    )  # fmt: skip


def thursday(program: Program, days: int) -> datetime:
    """Nine o'clock on the first Thursday that is `days` from today or later; for days gone by, that or earlier."""
    zone = ZoneInfo(program.time_zone)
    day = timezone.now().astimezone(zone).date() + timedelta(days=days)
    step = (THURSDAY - day.weekday()) % 7
    day += timedelta(days=step if days > 0 or step == 0 else step - 7)
    return datetime.combine(day, time(9), zone)


def without(enrolments: dict[str, Enrolment], keys: Iterable[str]) -> dict[str, Enrolment]:
    return {key: enrolment for key, enrolment in enrolments.items() if key not in keys}


def described(person: SamplePerson) -> str:
    return f"{person.name} <{person.email}>"
