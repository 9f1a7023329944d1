"""A sitting: its items one by one, each saved when given; the review, handing in, the result."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SignedInRequest, get_permitted
from accounts.models import Person
from assessments.actions import PaperClosed, StaleRevision, finish_sitting, save_response
from assessments.answering import NotAnAnswer, payload_of, said
from assessments.forms import SaveForm
from assessments.models import Paper, Sitting, When
from assessments.queries import own_sittings, visible_sittings
from assessments.sheet import BLANK, Place, Sheet, asked, fields_of, may_see_result, result_of, table_of


@require_GET
@login_required
def show(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    """While it is open all items in short; afterwards the thanks, and the result once it may be seen."""
    sheet = get_sheet(request.user, sitting_id)
    if sheet.is_open:
        return render(request, "assessments/review.html", page(sheet))
    return render(request, "assessments/result.html", page(sheet) | result_context(sheet, request.user))


def result_context(sheet: Sheet, person: Person) -> dict[str, Any]:
    paper = sheet.sitting.paper
    after = Paper.objects.filter(program=paper.program_id, module=paper.module, when=When.AFTER).first()
    visible = may_see_result(sheet.sitting, own_sittings(paper.program, person, paper.module), after)
    return {"result": result_of(sheet) if visible else None}


@require_GET
@login_required
def item(request: SignedInRequest, sitting_id: int, item_id: str) -> HttpResponse:
    sheet = get_sheet(request.user, sitting_id)
    place = get_place(sheet, item_id)
    if not sheet.is_open:
        return redirect("assessments:sitting", sitting_id)
    return render(request, "assessments/item.html", page(sheet) | item_context(sheet, place, place.payload))


@require_POST
@login_required
def save(request: SignedInRequest, sitting_id: int, item_id: str) -> HttpResponse:
    """409 shows both answers, or that the paper is closed; 422 says what would be an answer."""
    sheet = get_sheet(request.user, sitting_id)
    place, form = get_place(sheet, item_id), SaveForm(request.POST)
    try:
        payload = payload_of(place.item, request.POST)
    except NotAnAnswer as refusal:
        return say(request, sheet, place, "refused", 422, {"refusal": str(refusal)})
    if not form.is_valid():
        return say(request, sheet, place, "refused", 422, {"refusal": ""})
    started_from = form.cleaned_data["started_from"]
    try:
        response = save_response(sitting=sheet.sitting, item=item_id, payload=payload, started_from=started_from)
    except StaleRevision as stale:
        return say(request, sheet, place, "clash", 409, clash_context(place, payload, stale))
    except PaperClosed:
        return say(request, sheet, place, "closed", 409, {"given": said(place.item, payload["answer"])})
    if request.headers.get("HX-Request"):
        return render(request, "assessments/fragments/saved.html", {"response": response})
    return onward(sheet, place, form.cleaned_data["go"])


def onward(sheet: Sheet, place: Place, go: str) -> HttpResponse:
    """To the item beside, the review, or the same item again after a move in an order."""
    following = {"next": sheet.beside(place, 1), "back": sheet.beside(place, -1), "": place}.get(go)
    if following is None:
        return redirect("assessments:sitting", sheet.sitting.pk)
    return redirect("assessments:item", sheet.sitting.pk, following.item.id)


def clash_context(place: Place, payload: dict[str, Any], stale: StaleRevision) -> dict[str, Any]:
    theirs = stale.theirs.payload if stale.theirs else BLANK
    return {
        "yours": {"summary": said(place.item, payload["answer"]), "certainty": payload["certainty"]},
        "theirs": {"summary": said(place.item, theirs["answer"]), "certainty": theirs["certainty"]},
        "response": stale.theirs,
        "revision": stale.theirs.revision if stale.theirs else 0,
        "payload": payload,
    }


def say(
    request: SignedInRequest, sheet: Sheet, place: Place, what: str, status: int, context: dict[str, Any]
) -> HttpResponse:
    """The part of a page that says what happened, for autosave; else a whole page with the form."""
    part = f"assessments/fragments/{what}.html"
    context = page(sheet) | item_context(sheet, place, context.get("payload", place.payload)) | context
    template = part if request.headers.get("HX-Request") else "assessments/not_saved.html"
    return render(request, template, context | {"part": part}, status=status)


@require_POST
@login_required
def finish(request: SignedInRequest, sitting_id: int) -> HttpResponse:
    finish_sitting(sitting=get_sheet(request.user, sitting_id).sitting)
    return redirect("assessments:sitting", sitting_id)


def get_sheet(person: Person, sitting_id: int) -> Sheet:
    sitting: Sitting = get_permitted(person, "assessments.answer_sitting", visible_sittings(person), pk=sitting_id)
    return Sheet(sitting)


def get_place(sheet: Sheet, item_id: str) -> Place:
    place = sheet.place(item_id)
    if place is None:
        raise Http404
    return place


def page(sheet: Sheet) -> dict[str, Any]:
    paper = sheet.sitting.paper
    return {"sheet": sheet, "sitting": sheet.sitting, "paper": paper, "program": paper.program}


def item_context(sheet: Sheet, place: Place, payload: dict[str, Any]) -> dict[str, Any]:
    question, story = asked(place.item)
    return {
        "place": place,
        "item": place.item,
        "question": question,
        "story": story,
        "table": table_of(place.item),
        "fields": fields_of(place.item, payload),
        "before": sheet.beside(place, -1),
        "after": sheet.beside(place, 1),
        "revision": place.revision,
    }
