"""A job's page: how far it is, and a way to stop it. htmx asks for the part that moves."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, get_permitted
from jobs.actions import request_cancel
from jobs.queries import jobs_of, progress_of


@require_safe
@login_required
def show(request: SignedInRequest, job_id: str) -> HttpResponse:
    job = get_permitted(request.user, "jobs.view_job", jobs_of(request.user), pk=job_id)
    template = "jobs/fragments/progress.html" if request.htmx else "jobs/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"progress": progress_of(job), "organisation": job.organisation})


@require_POST
@login_required
def cancel(request: SignedInRequest, job_id: str) -> HttpResponse:
    job = get_permitted(request.user, "jobs.cancel_job", jobs_of(request.user), pk=job_id)
    request_cancel(job=job)
    return redirect("jobs:job", job.pk)
