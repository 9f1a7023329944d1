"""Everything that writes programs, who is in them, and their sessions."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.audit import record
from accounts.models import Function, Membership, Organisation, Person, Role
from curriculum.models import Curriculum
from curriculum.queries import exercises_of, module_of
from datasets.models import Snapshot
from workshops.models import Enrolment, Program, Run, Session, StrategicObjective

CODE_ALPHABET = "0123456789"
CODE_LENGTH = 6
JOINING_LASTS = timedelta(hours=18)  # from the start of the session, or from its making where no start is set
ATTEMPTS_FOR_A_CODE = 20


class JoiningEnded(Exception):
    """The session's join code has expired."""


class KnownAddress(Exception):
    """Somebody signs in with that e-mail already: whoever types it must prove it by a code sent there."""


@transaction.atomic
def create_program(
    *,
    organisation: Organisation,
    title: str,
    curriculum: Curriculum,
    objectives: Iterable[str] = (),
    actor: Person | None = None,
) -> Program:
    """A program on this version of the curriculum; blank objectives are left out."""
    program = Program.objects.create(
        organisation=organisation, curriculum=curriculum, title=title, time_zone=organisation.time_zone
    )
    set_objectives(program=program, objectives=objectives)
    record(
        organisation=organisation,
        actor=actor,
        action="program.create",
        subject=f"program:{program.pk}",
        detail={"curriculum": curriculum.digest},
    )
    return program


def set_objectives(*, program: Program, objectives: Iterable[str]) -> None:
    """To be called in a transaction."""
    texts = [text.strip() for text in objectives if text.strip()]
    StrategicObjective.objects.bulk_create(
        StrategicObjective(program=program, position=position, text=text) for position, text in enumerate(texts, 1)
    )


@transaction.atomic
def enrol(*, program: Program, membership: Membership, role: str, actor: Person | None = None) -> Enrolment:
    """The member's place in the program, with this role from now on. A change of role is audited."""
    enrolment, made = Enrolment.objects.select_for_update().get_or_create(
        program=program, membership=membership, defaults={"role": role}
    )
    before = "" if made else enrolment.role
    if before != role:
        enrolment.role = role
        enrolment.save(update_fields=["role"])
        record(
            organisation=program.organisation,
            actor=actor,
            action="enrolment.role",
            subject=f"enrolment:{enrolment.pk}",
            detail={"program": program.pk, "from": before, "to": str(role)},
        )
    return enrolment


@transaction.atomic
def add_person(
    *, program: Program, email: str, name: str, role: str, function: str, actor: Person | None = None
) -> Enrolment:
    """Enrol who has this e-mail; a person, or a membership, that is not there yet is made. They sign in by code."""
    person = Person.objects.filter(email=email.lower()).first()
    person = person or Person.objects.create_user(email=email, name=name)
    membership, _ = Membership.objects.get_or_create(
        organisation=program.organisation, person=person, defaults={"function": function}
    )
    return enrol(program=program, membership=membership, role=role, actor=actor)


@transaction.atomic
def create_session(
    *,
    program: Program,
    module: int,
    title: str = "",
    starts_at: datetime | None = None,
    place: str = "",
    snapshot: Snapshot | None = None,
    exercises: Iterable[str] | None = None,
    actor: Person | None = None,
) -> Session:
    """A session with a run for each of the module's exercises, or for the `exercises` named, in that order.

    Raises curriculum.queries.NoSuchContent.
    """
    ids = list(exercises) if exercises is not None else module_exercises(program, module)
    session = insert_session(
        program=program,
        module=module,
        title=title or module_of(program.curriculum, module).title,
        starts_at=starts_at,
        place=place,
        snapshot=snapshot,
        joining_ends_at=(starts_at or timezone.now()) + JOINING_LASTS,
    )
    Run.objects.bulk_create(
        Run(session=session, exercise=exercise, position=position) for position, exercise in enumerate(ids, 1)
    )
    record(
        organisation=program.organisation,
        actor=actor,
        action="session.create",
        subject=f"session:{session.pk}",
        detail={"module": module, "exercises": ids, "snapshot": snapshot.digest if snapshot else ""},
    )
    return session


class HasBegun(Exception):
    """Sessions are planned on the version that the program has; it stays on that."""


@transaction.atomic
def take_curriculum(*, program: Program, curriculum: Curriculum, actor: Person | None = None) -> Program:
    """Another version for a program without a session. Audited. Raises HasBegun."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    if locked.sessions.exists():
        raise HasBegun
    locked.curriculum = curriculum
    locked.save(update_fields=["curriculum"])
    record(
        organisation=locked.organisation, actor=actor, action="program.take_curriculum",
        subject=f"program:{locked.pk}", detail={"curriculum": curriculum.digest},
    )  # fmt: skip
    return locked


def module_exercises(program: Program, module: int) -> list[str]:
    return [exercise.id for exercise in exercises_of(program.curriculum, module)]


def insert_session(**fields: Any) -> Session:
    """With a join code that no session has; drawn again where another took it at the same moment."""
    for _ in range(ATTEMPTS_FOR_A_CODE):
        try:
            with transaction.atomic():
                return Session.objects.create(join_code=new_code(), **fields)
        except IntegrityError:
            continue
    raise RuntimeError("No free join code was found.")


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


@transaction.atomic
def renew_join_code(*, session: Session, actor: Person | None = None) -> Session:
    """A new code, good for a day; the old one stops working."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    taken = set(Session.objects.values_list("join_code", flat=True))
    locked.join_code = next(code for code in iter(new_code, None) if code not in taken)
    locked.joining_ends_at = timezone.now() + JOINING_LASTS
    locked.save(update_fields=["join_code", "joining_ends_at"])
    record(
        organisation=session.program.organisation,
        actor=actor,
        action="session.join_code",
        subject=f"session:{session.pk}",
    )
    return locked


@transaction.atomic
def join_session(
    *,
    session: Session,
    name: str = "",
    email: str = "",
    function: str = Function.OTHER,
    person: Person | None = None,
) -> Enrolment:
    """Somebody's place in the session's program: of `person` where one is signed in, else of a new person.

    Whoever is enrolled already keeps their role. Raises JoiningEnded, KnownAddress.
    """
    if timezone.now() > session.joining_ends_at:
        raise JoiningEnded
    if person is None:
        if email and Person.objects.filter(email=email.lower()).exists():
            raise KnownAddress
        person = Person.objects.create_user(email=email or None, name=name)
    membership, _ = Membership.objects.get_or_create(
        organisation=session.program.organisation, person=person, defaults={"function": function}
    )
    enrolment, _ = Enrolment.objects.get_or_create(
        program=session.program, membership=membership, defaults={"role": Role.PARTICIPANT}
    )
    return enrolment


@transaction.atomic
def take_snapshot(*, session: Session, snapshot: Snapshot, actor: Person | None = None) -> Session:
    """Rest the session on these tables from now on; evidence that was frozen stays, what is analysed next uses them."""
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.snapshot_id != snapshot.pk:
        locked.snapshot = snapshot
        locked.save(update_fields=["snapshot"])
        record(
            organisation=session.program.organisation,
            actor=actor,
            action="session.snapshot",
            subject=f"session:{session.pk}",
            detail={"snapshot": snapshot.digest},
        )
    return locked
