"""The sponsor's page, which everybody of the program can open, and the sign-off that only a sponsor gives."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, get_permitted
from reports.actions.reading import NotTaken, sign_off_output
from reports.forms import SignOffForm
from reports.queries import outputs_of
from reports.sponsor import sponsor_page
from workshops.queries import enrolment_of
from workshops.views.programs import get_program


@require_safe
@login_required
def show(request: SignedInRequest, program_id: int) -> HttpResponse:
    program = get_program(request.user, "reports.view_sponsor_page", program_id)
    return render(request, "reports/sponsor.html", sponsor_page(program, request.user) | {"form": SignOffForm()})


@require_POST
@login_required
def sign_off(request: SignedInRequest, output_id: str) -> HttpResponse:
    """That it was read; one that was never downloaded cannot have been."""
    output = get_permitted(request.user, "reports.sign_off", outputs_of(request.user), pk=output_id)
    program = output.whole_program
    form = SignOffForm(request.POST)
    enrolment = enrolment_of(request.user, program)
    if enrolment and form.is_valid():
        try:
            sign_off_output(output=output, enrolment=enrolment, remark=form.cleaned_data["remark"])
        except NotTaken:
            form.add_error(None, _("Download it first: it cannot have been read before."))
        else:
            messages.success(request, _("Your sign-off is kept with %(document)s.") % {"document": output.title})
            return redirect("reports:sponsor", program.pk)
    return render(request, "reports/sponsor.html", sponsor_page(program, request.user) | {"form": form}, status=422)
