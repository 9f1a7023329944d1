from accounts.models import Role
from accounts.queries import members_of, memberships_of, organisations_of, role_in


def test_a_person_sees_their_own_organisations(facilitator, stranger, organisation, other_organisation):
    assert list(organisations_of(facilitator)) == [organisation]
    assert [membership.organisation for membership in memberships_of(stranger)] == [other_organisation]


def test_members_are_listed_by_name(organisation, join):
    join("wim")
    join("ada")
    assert [membership.person.name for membership in members_of(organisation)] == ["Ada", "Wim"]


def test_a_role_is_of_one_organisation(facilitator, organisation, other_organisation):
    assert (role_in(facilitator, organisation), role_in(facilitator, other_organisation)) == (Role.FACILITATOR, None)
