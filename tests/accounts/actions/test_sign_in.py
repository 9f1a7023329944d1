import pytest
from django.core import signing

from accounts.actions.sign_in import SALT, LinkUnusable, make_link, use_link
from accounts.models import Membership, SignInLink


def test_a_link_signs_its_person_in_once(sample, facilitator):
    token = make_link(person=facilitator)
    assert use_link(token=token) == facilitator
    with pytest.raises(LinkUnusable):
        use_link(token=token)


def test_there_is_no_link_to_people_of_a_real_organisation(facilitator):
    with pytest.raises(LinkUnusable):
        make_link(person=facilitator)


def test_there_is_no_link_to_who_is_in_a_real_organisation_too(sample, other_organisation, facilitator):
    Membership.objects.create(organisation=other_organisation, person=facilitator)
    with pytest.raises(LinkUnusable):
        make_link(person=facilitator)


def test_a_link_ends_when_its_organisation_becomes_real(sample, facilitator):
    token = make_link(person=facilitator)
    sample.is_sample = False
    sample.save()
    with pytest.raises(LinkUnusable):
        use_link(token=token)


def test_a_key_that_we_did_not_sign_opens_nothing(sample, facilitator):
    make_link(person=facilitator)
    key = str(SignInLink.objects.get().pk)
    for token in (key, signing.dumps(key, salt="another"), signing.dumps(key, key="another secret", salt=SALT), ""):
        with pytest.raises(LinkUnusable):
            use_link(token=token)


@pytest.mark.django_db(transaction=True)
def test_a_link_used_twice_at_once_signs_in_once(sample, facilitator, race):
    token = make_link(person=facilitator)
    used = race(*[lambda: use_link(token=token)] * 2)
    assert sorted(isinstance(each, LinkUnusable) for each in used) == [False, True]
