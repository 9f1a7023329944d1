"""A module on paper: ordered where it is not there yet, made once, taken by everybody who may read that version."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.audit import record
from accounts.models import Organisation, Person
from curriculum.models import Curriculum
from curriculum.queries import module_of
from jobs.actions import Outcome, order_job
from jobs.work import Work
from reports.actions.printing import store
from reports.models import Handout
from reports.outputs import blank_worksheets, facilitator_guide
from reports.rendering import Printed, print_pdf

MAKE = "reports.tasks.make_handout"
STEPS = 4
HANDOUTS: dict[str, Callable[[Handout], str]] = {
    Handout.Kind.GUIDE: facilitator_guide.document,
    Handout.Kind.WORKSHEETS: blank_worksheets.document,
}


@transaction.atomic
def order_handout(
    *,
    curriculum: Curriculum,
    module: int,
    kind: str,
    paper: str,
    organisation: Organisation,
    ordered_by: Person | None = None,
) -> Handout:
    """The handout, with a job to make it unless it is there or on its way. An order is audited.

    Raises NoSuchContent for a module that this version lacks.
    """
    module_of(curriculum, module)
    handout, _ = Handout.objects.get_or_create(curriculum=curriculum, module=module, kind=kind, paper=paper)
    handout = Handout.objects.select_for_update().get(pk=handout.pk)  # two orders at once make one job
    if handout.is_made or handout.is_under_way:
        return handout
    handout.job = order_job(organisation=organisation, title=str(handout), task=MAKE, ordered_by=ordered_by)
    handout.save(update_fields=["job"])
    tell(handout=handout, organisation=organisation, actor=ordered_by, action="handout.order")
    return handout


def make_handout(*, handout: Handout, work: Work) -> Outcome:
    """Composed, laid out and kept under its hash."""
    work.progress(0, STEPS, "composing")
    html = HANDOUTS[handout.kind](handout)
    work.progress(1, STEPS, "laying out")
    printed = print_pdf(html, handout.paper, writing=lambda: work.progress(2, STEPS, "writing"))
    work.progress(3, STEPS, "storing")
    digest = sha256(printed.pdf).hexdigest()
    path = store(f"handouts/{digest[:2]}/{digest}.pdf", printed.pdf, digest)

    def keep() -> dict[str, Any]:
        keep_file(handout=handout, printed=printed, path=path, digest=digest)
        return {"handout": str(handout.pk), "pages": printed.pages, "page": page_of(handout)}

    return keep


def page_of(handout: Handout) -> str:
    """Where it is taken from, in its own version."""
    return f"{reverse('reports:handouts', args=[handout.module])}?version={handout.curriculum_id}"


def keep_file(*, handout: Handout, printed: Printed, path: str, digest: str) -> None:
    """To be called in the transaction that ends the job."""
    handout.path, handout.sha256, handout.size = path, digest, len(printed.pdf)
    handout.pages, handout.made_at = printed.pages, timezone.now()
    handout.save(update_fields=["path", "sha256", "size", "pages", "made_at"])


@transaction.atomic
def take_handout(*, handout: Handout, actor: Person, organisation: Organisation | None) -> bytes:
    """The file; that it was taken is audited where an organisation is known.

    Raises FileNotFoundError where the storage lost it.
    """
    with default_storage.open(handout.path) as file:
        body: bytes = file.read()
    if organisation:
        tell(handout=handout, organisation=organisation, actor=actor, action="handout.download")
    return body


def tell(*, handout: Handout, organisation: Organisation, actor: Person | None, action: str) -> None:
    """Into the organisation's audit trail."""
    detail = {"kind": handout.kind, "module": handout.module, "paper": handout.paper, "sha256": handout.sha256}
    record(organisation=organisation, actor=actor, action=action, subject=f"handout:{handout.pk}", detail=detail)
