import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Role
from accounts.permissions import is_admin_of, is_facilitator_of, is_member_of, is_reader_of

MAY = {
    Role.ADMIN: {"manage_people", "run_programs"},
    Role.FACILITATOR: {"run_programs"},
    Role.READER: set(),
    Role.MEMBER: set(),
}


@pytest.mark.parametrize("role", MAY)
def test_what_a_role_may(organisation, join, role):
    person = join("ada", role)
    asked = ("manage_people", "run_programs")
    assert {name for name in asked if person.has_perm(f"accounts.{name}", organisation)} == MAY[role]


def test_a_role_reaches_no_other_organisation(other_organisation, admin):
    assert not admin.has_perm("accounts.manage_people", other_organisation)
    assert not is_member_of(admin, other_organisation)


def test_nobody_is_nothing(organisation):
    nobody = AnonymousUser()
    assert not any(predicate(nobody, organisation) for predicate in (is_member_of, is_admin_of, is_facilitator_of))


def test_a_reader_is_a_reader(organisation, join):
    assert is_reader_of(join("rita", Role.READER), organisation)
