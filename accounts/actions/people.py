"""Everything that writes people, organisations and what someone is in one."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.actions.audit import key_of, record
from accounts.models import Function, Membership, Organisation, Person, Role


@transaction.atomic
def create_organisation(*, name: str, admin: Person | None = None) -> Organisation:
    """An organisation with an audit chain of its own; its slug is made of the name, numbered where that is taken."""
    organisation = insert_with_slug(name)
    record(
        organisation=organisation, actor=admin, action="organisation.create", subject=f"organisation {organisation.pk}"
    )
    if admin:
        add_member(organisation=organisation, person=admin, role=Role.ADMIN)
    return organisation


def insert_with_slug(name: str) -> Organisation:
    wanted = slugify(name)[:50] or "organisation"
    for slug in (wanted, *(f"{wanted}-{number}" for number in range(2, 100))):
        try:
            with transaction.atomic():
                return Organisation.objects.create(name=name, slug=slug)
        except IntegrityError:
            continue
    raise ValueError(f"A hundred organisations are called {name}")


@transaction.atomic
def find_or_create_person(*, email: str, name: str = "") -> Person:
    """Who signs in with this address; they need no password, a code is mailed to them."""
    known = Person.objects.filter(email=email.strip().lower()).first()
    return known or Person.objects.create_user(email=email.strip(), name=name or email.split("@")[0])


@transaction.atomic
def add_member(
    *,
    organisation: Organisation,
    person: Person,
    role: str = Role.MEMBER,
    function: str = Function.OTHER,
    actor: Person | None = None,
) -> Membership:
    """The person's membership, with this role from now on; a member's function is not changed."""
    membership, made = Membership.objects.select_for_update().get_or_create(
        organisation=organisation, person=person, defaults={"role": role, "function": function}
    )
    if made:
        record_role(membership, before="", actor=actor)
        return membership
    return change_role(membership=membership, role=role, actor=actor)


@transaction.atomic
def change_role(*, membership: Membership, role: str, actor: Person | None = None) -> Membership:
    """A new role over the whole organisation, audited; nothing where it stands already."""
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    before, locked.role = locked.role, role
    if before != role:
        locked.save(update_fields=["role"])
        record_role(locked, before=before, actor=actor)
        end_open_sessions(person=locked.person)
    return locked


def record_role(membership: Membership, *, before: str, actor: Person | None) -> None:
    record(
        organisation=membership.organisation,
        actor=actor,
        action="membership.role",
        subject=f"person {key_of(membership.person)}",
        detail={"from": before, "to": str(membership.role)},
    )


def end_open_sessions(*, person: Person) -> None:
    """Signs a person without a password out everywhere.

    Who joined a room with somebody's address has not shown that it is theirs; a session opened that way must not grow
    with the role that the address is given later. A password is proof, and is kept.
    """
    if not person.has_usable_password():
        person.set_unusable_password()  # a new random value, on which each session's own hash rests
        person.save(update_fields=["password"])
