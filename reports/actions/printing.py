"""From a composed document to a file: laid out, written, stored under its hash, and one version of it on record."""

from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Max
from django.urls import reverse

from jobs.actions import Outcome
from jobs.work import Refused, Work
from reports.models import Order, Output
from reports.rendering import Printed, print_pdf

STEPS = 3


def print_order(*, order: Order, work: Work) -> Outcome:
    """The PDF of a composed order, as its next version. Raises Refused where there is nothing to print."""
    if not order.html:
        raise Refused(order.composing.error or "The document could not be composed")
    work.progress(0, STEPS, "laying out")
    printed = print_pdf(order.html, order.paper, writing=lambda: work.progress(1, STEPS, "writing"))
    work.progress(2, STEPS, "storing")
    digest = sha256(printed.pdf).hexdigest()
    path = store(f"outputs/{digest[:2]}/{digest}.pdf", printed.pdf, digest)

    def keep() -> dict[str, Any]:
        output = add_version(order=order, printed=printed, path=path, digest=digest)
        return {"output": str(output.pk), "version": output.version, "page": documents_page(order)}

    return keep


def documents_page(order: Order) -> str:
    """Where the versions of this document stand."""
    name = "session" if order.session_id else "program"
    return reverse(f"reports:{name}", args=[order.subject.pk])


def store(path: str, body: bytes, digest: str) -> str:
    """Put the bytes where their hash says, and return where that is.

    What stands there already is used again, unless a writer died in the middle of it: that is written anew.
    """
    if default_storage.exists(path):
        if stored_digest(path) == digest:
            return path
        default_storage.delete(path)
    return default_storage.save(path, ContentFile(body))


def stored_digest(path: str) -> str:
    with default_storage.open(path) as file:
        return sha256(file.read()).hexdigest()


def add_version(*, order: Order, printed: Printed, path: str, digest: str) -> Output:
    """To be called in the transaction that ends the job, so that an order has one output or none."""
    about = {"kind": order.kind, "session": order.session, "program": order.program}
    type(order.subject).objects.select_for_update().get(pk=order.subject.pk)
    last = Output.objects.filter(**about).aggregate(last=Max("version"))["last"]
    composed = order.composing.result
    return Output.objects.create(
        order=order,
        **about,
        version=(last or 0) + 1,
        path=path,
        sha256=digest,
        size=len(printed.pdf),
        pages=printed.pages,
        audit_head=composed.get("audit_head", ""),
        people=composed.get("people", {}),
    )
