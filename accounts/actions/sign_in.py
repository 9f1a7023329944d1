"""Sign-in links: made and used only for the sample organisation."""

from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts.models import Person, SignInLink

SALT = "accounts.sign_in_link"


class LinkUnusable(Exception):
    """The link is forged, was used, or its person no longer belongs to a sample organisation."""


@transaction.atomic
def make_link(*, person: Person) -> str:
    """A signed token for one sign-in as `person`. Raises LinkUnusable unless all their organisations are samples."""
    if not is_of_sample(person):
        raise LinkUnusable
    return signing.dumps(str(SignInLink.objects.create(person=person).pk), salt=SALT)


@transaction.atomic
def use_link(*, token: str) -> Person:
    """Whom the token signs in; it never works again. Raises LinkUnusable."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise LinkUnusable from error
    link = SignInLink.objects.select_for_update().filter(pk=key, used_at=None).first()
    if link is None or not is_of_sample(link.person):
        raise LinkUnusable
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    return link.person


def is_of_sample(person: Person) -> bool:
    organisations = [membership.organisation for membership in person.memberships.select_related("organisation")]
    return bool(organisations) and all(organisation.is_sample for organisation in organisations)
