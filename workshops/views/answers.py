"""Saving a worksheet: each screen by itself, by autosave, by its button, with or without a script."""

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest
from workshops import instruments
from workshops.actions.answers import RoundClosed, StaleRevision, place_worksheet, save_answer
from workshops.forms import SaveForm
from workshops.instruments import Step
from workshops.models import Answer, Enrolment, Round, Run
from workshops.queries import enrolment_of
from workshops.steps import round_begun
from workshops.views.runs import get_run
from workshops.worksheets import Sheet, form_for, sheet_of


@require_POST
@login_required
def save(request: SignedInRequest, run_id: int, round_: str, key: str) -> HttpResponse:
    """409 shows both texts, or that the text came too late and is kept; 422 names the field."""
    run = get_run(request.user, "workshops.answer_run", run_id)
    sheet = open_sheet(run, enrolment_of(request.user, run.session.program), round_)
    step = sheet.step(key)
    if step is None:
        raise Http404
    form, save_form = form_for(sheet, step, request.POST), SaveForm(request.POST)
    if not (form.is_valid() and save_form.is_valid()):
        return refuse(request, sheet, step, form, save_form)
    return keep(request, sheet, step, form, save_form)


def open_sheet(run: Run, enrolment: Enrolment | None, round_: str) -> Sheet:
    """Raises Http404 for a round that the room has not come to, or that there is not."""
    if enrolment is None or round_ not in Round.values or not round_begun(run.step, Round(round_)):
        raise Http404
    return sheet_of(run, enrolment, Round(round_))


def keep(request: SignedInRequest, sheet: Sheet, step: Step, form: Form, save_form: SaveForm) -> HttpResponse:
    payload = instruments.payload_with(step, sheet.payload, form)
    started_from = sheet.started_from(step, save_form.cleaned_data["started_from"])
    go = save_form.cleaned_data["go"]
    try:
        answer = save_answer(
            worksheet=place_worksheet(run=sheet.run, enrolment=sheet.enrolment, round_=sheet.round),
            payload=payload,
            started_from=started_from,
            done=says_done(sheet, step, payload, go),
        )
    except StaleRevision as stale:
        return clash(request, sheet, step, form, stale)
    except RoundClosed:
        context = {"run": sheet.run, "step": step, "form": form, "session": sheet.run.session}
        return render(request, page(request, "answer_late"), context, status=409)
    return after(request, sheet, step, answer, go)


def says_done(sheet: Sheet, step: Step, payload: dict, go: str) -> bool:
    """Finishing, or going on from the last screen with every screen answered."""
    if go == "finish":
        return True
    unanswered = instruments.missing(sheet.content, sheet.round, payload)
    return go == "next" and sheet.after(step) is None and not unanswered


def after(request: SignedInRequest, sheet: Sheet, step: Step, answer: Answer, go: str) -> HttpResponse:
    """The state of the save for autosave; for a button the next screen, or the page that waits for the others."""
    if request.headers.get("HX-Request"):
        context = {"answer": answer, "note": instruments.note_of(step, answer.payload or {})}
        return render(request, "workshops/fragments/answer_saved.html", context)
    following = sheet.after(step) if go == "next" else None
    if go == "" or following:
        return redirect_to(sheet.run, following or step)
    return redirect("workshops:run", sheet.run.pk)


def redirect_to(run: Run, step: Step) -> HttpResponse:
    response = redirect("workshops:run", run.pk)
    response["Location"] += f"?screen={step.key}"
    return response


def clash(request: SignedInRequest, sheet: Sheet, step: Step, form: Form, stale: StaleRevision) -> HttpResponse:
    theirs = stale.theirs.payload if stale.theirs else {}
    context = {
        "run": sheet.run,
        "session": sheet.run.session,
        "sheet": sheet,
        "step": step,
        "form": form,
        "yours": described(step, stale.yours),
        "theirs": described(step, theirs or {}),
        "answer": stale.theirs,
        "revision": stale.theirs.revision if stale.theirs else 0,
    }
    return render(request, page(request, "answer_clash"), context, status=409)


def described(step: Step, payload: dict) -> dict[str, str]:
    """One side of a clash: the choice in words, and the text in full."""
    return {"summary": instruments.summary_of(step, payload), "reason": instruments.text_of(step, payload)}


def refuse(request: SignedInRequest, sheet: Sheet, step: Step, form: Form, save_form: SaveForm) -> HttpResponse:
    context = {
        "run": sheet.run, "session": sheet.run.session, "sheet": sheet, "step": step, "form": form,
        "save_form": save_form, "revision": sheet.revision,
    }  # fmt: skip
    return render(request, page(request, "answer_refused"), context, status=422)


def page(request: SignedInRequest, name: str) -> str:
    """The whole page, or for autosave the part of it that says what happened."""
    folder = "fragments/" if request.headers.get("HX-Request") else ""
    return f"workshops/{folder}{name}.html"
