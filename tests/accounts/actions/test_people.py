import pytest

from accounts.actions.people import add_member, change_role, create_organisation, find_or_create_person
from accounts.models import AuditEntry, Membership, Organisation, Role


def test_an_organisation_has_an_admin_and_a_trail(db):
    person = find_or_create_person(email="Vera@Example.com")
    made = create_organisation(name="Nordhafen Instruments", admin=person)
    assert (made.slug, person.email) == ("nordhafen-instruments", "vera@example.com")
    assert made.memberships.get().role == Role.ADMIN
    assert [entry.action for entry in AuditEntry.objects.all()] == ["organisation.create", "membership.role"]


def test_organisations_of_one_name_are_told_apart(db):
    assert [create_organisation(name="Süd & Co").slug for _ in range(3)] == ["sud-co", "sud-co-2", "sud-co-3"]


def test_a_name_of_signs_alone_still_has_a_slug(db):
    assert create_organisation(name="株式会社").slug == "organisation"


def test_an_address_is_one_person_however_it_is_written(db):
    first = find_or_create_person(email="Ada@Example.com", name="Ada")
    assert find_or_create_person(email=" ada@example.com") == first
    assert not first.has_usable_password()


def test_adding_a_member_is_audited_under_their_key(organisation, facilitator, stranger):
    membership = add_member(organisation=organisation, person=stranger, role=Role.READER, actor=facilitator)
    entry = AuditEntry.objects.get()
    assert (membership.role, entry.action) == (Role.READER, "membership.role")
    assert entry.subject == f"person {stranger.subject_key.key}"
    assert entry.detail == {"from": "", "to": "reader"}
    assert entry.actor == facilitator.subject_key.key


def test_adding_a_member_again_changes_their_role(organisation, member):
    add_member(organisation=organisation, person=member, role=Role.FACILITATOR)
    assert organisation.memberships.get(person=member).role == Role.FACILITATOR
    assert AuditEntry.objects.get().detail == {"from": "member", "to": "facilitator"}


def test_a_role_that_stands_already_is_no_entry(organisation, member):
    change_role(membership=organisation.memberships.get(person=member), role=Role.MEMBER)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(("password", "is_out"), [(None, True), ("a long enough secret", False)])
def test_a_new_role_ends_sessions_that_nobody_proved(client, organisation, member, password, is_out):
    """Joining with somebody's address proves nothing; what it opened must not grow with their role."""
    member.set_password(password)
    member.save()
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    change_role(membership=organisation.memberships.get(person=member), role=Role.ADMIN)
    assert (client.get("/accounts/logout/").status_code == 302) == is_out


@pytest.mark.django_db(transaction=True)
def test_two_organisations_made_at_once_have_two_slugs(race):
    made = race(*[lambda: create_organisation(name="Nordhafen")] * 2)
    assert {organisation.slug for organisation in made} == {"nordhafen", "nordhafen-2"}
    assert Organisation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_member_added_twice_at_once_is_one_member(organisation, member, race):
    Membership.objects.all().delete()
    race(*[lambda: add_member(organisation=organisation, person=member, role=Role.READER)] * 2)
    assert organisation.memberships.get().role == Role.READER
