"""Reads about documents."""

from django.db.models import QuerySet

from accounts.models import Person
from accounts.queries import organisations_of
from reports.models import Order, Output
from workshops.models import Session


def outputs_of(person: Person) -> QuerySet[Output]:
    """Those of the person's organisations; who may take one away is in `permissions.py`."""
    outputs = Output.objects.filter(session__program__organisation__in=organisations_of(person))
    return outputs.select_related("session__program__organisation", "order")


def versions_of(session: Session) -> QuerySet[Output]:
    """The newest first."""
    return Output.objects.filter(session=session).select_related("order").order_by("-version", "-made_at")


def orders_under_way(session: Session) -> QuerySet[Order]:
    """Orders that have made nothing, the newest first: still going, stopped, or failed and not ordered again since."""
    last = versions_of(session).first()
    orders = Order.objects.filter(session=session, output=None).select_related("job")
    if last:
        orders = orders.filter(created_at__gt=last.order.created_at)
    return orders.order_by("-created_at", "-pk")
