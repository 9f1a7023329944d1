"""The one way from a request to a protected object."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import Person

Thing = TypeVar("Thing", bound=Model)


class SignedInRequest(HttpRequest):
    """What a view under `login_required` is given."""

    user: Person


def get_permitted(person: Person, permission: str, visible: QuerySet[Thing], **lookup: Any) -> Thing:
    """The object of `visible`, what `person` can see at all, if `permission` lets them use it.

    404 hides what another organisation has; PermissionDenied (403) is for a colleague whose role does not reach.
    """
    thing = get_object_or_404(visible, **lookup)
    if not person.has_perm(permission, thing):
        raise PermissionDenied
    return thing
