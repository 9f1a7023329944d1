"""What pages, tasks and documents read of assessments."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

import pandas as pd
from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from analysis.findings import CANONICAL_JSON, Findings, canonical
from analysis.learning import RESPONSE_COLUMNS, person_scores
from assessments.marking import score
from assessments.models import Learning, Paper, Response, Sitting, When
from jobs.models import Job

LEARNING_TASK = "assessments.tasks.freeze_learning"
Program = Any  # a workshops.Program, which is not imported: the two apps know each other by name alone
TRAINING_COLUMNS = (
    "rep_id", "course", "skill", "pre_score", "post_score", "max_score", "completed_on", "group", "reliability",
)  # fmt: skip


# --- what other apps read ---------------------------------------------------------------------------------------------


def learning_of(program: Program, module: int) -> Findings | None:
    """What the group learned in the module, as last frozen: totals of five people or more, fit to leave the room.

    None while there is nothing. `analysis.learning.wording()` says it, `analysis.learning.charts` draws it.
    """
    latest = Learning.objects.filter(program=program, module=module).order_by("made_at", "pk").last()
    return latest.findings if latest else None


def papers_of(program: Program) -> QuerySet[Paper]:
    """The program's papers, by module, each with `begun` and `finished`: how many people have."""
    is_finished = Q(sittings__finished_at__isnull=False)
    return (
        Paper.objects.filter(program=program)
        .select_related("curriculum", "program")
        .annotate(begun=Count("sittings"), finished=Count("sittings", filter=is_finished))
        .order_by("module", "pk")
    )


def training_table(program: Program, until: datetime | None = None) -> pd.DataFrame:
    """The same scores as table `training`: one row a person, module and skill, scores of 1, by people who sat both.

    `rep_id` is opaque (P1, P2, … in an order that tells nothing); `group` is always trained: nobody was left untrained;
    `reliability` is not known for a single item. `completed_on`: the day on which the second paper was closed. until:
    papers closed later are left out.
    """
    closed = Paper.objects.filter(program=program, when=When.AFTER, closed_at__lte=until or timezone.now())
    rows = [row for paper in closed.order_by("module") for row in training_rows(paper)]
    return pd.DataFrame(rows, columns=list(TRAINING_COLUMNS)).astype({"reliability": "float64"})


def training_rows(paper: Paper) -> list[dict[str, Any]]:
    pairs = paired_sittings(paper.program, paper.module)
    names = opaque_names(paper.program_id, pairs)
    frame = responses_frame([sitting for both in pairs.values() for sitting in both])
    completed = pd.Timestamp(timezone.localdate(paper.closed_at))
    return [
        {
            "rep_id": names[int(str(person))], "course": f"Module {paper.module}", "skill": skill,
            "pre_score": scores["before"] / 100, "post_score": scores["after"] / 100, "max_score": 1.0,
            "completed_on": completed, "group": "trained", "reliability": None,
        }
        for skill, part in frame.groupby("skill")
        for person, scores in person_scores(part).iterrows()
    ]  # fmt: skip


def opaque_names(program: int, people: Iterable[int]) -> dict[int, str]:
    mixed = sorted(people, key=lambda person: sha256(f"{program}/{person}".encode()).hexdigest())
    return {person: f"P{place}" for place, person in enumerate(mixed, 1)}


# --- what a person may see --------------------------------------------------------------------------------------------


def programs_of(person: Person) -> QuerySet[Any]:
    """Programs of the organisations that `person` belongs to."""
    programs = apps.get_model("workshops", "Program").objects
    return programs.filter(organisation__memberships__person=person).select_related("organisation", "curriculum")


def visible_papers(person: Person) -> QuerySet[Paper]:
    seen = Paper.objects.filter(program__organisation__memberships__person=person)
    return seen.select_related("program__organisation", "curriculum")


def visible_sittings(person: Person) -> QuerySet[Sitting]:
    seen = Sitting.objects.filter(paper__program__organisation__memberships__person=person)
    return seen.select_related("paper__program__organisation", "paper__curriculum", "enrolment__membership")


def own_sittings(program: Program, person: Person, module: int | None = None) -> dict[int, Sitting]:
    """By paper."""
    sittings = Sitting.objects.filter(paper__program=program, enrolment__membership__person=person)
    if module is not None:
        sittings = sittings.filter(paper__module=module)
    return {sitting.paper_id: sitting for sitting in sittings.select_related("paper__curriculum").order_by("pk")}


def enrolment_in(program: Program, person: Person) -> Any:
    return program.enrolments.filter(membership__person=person).first()


def learning_jobs(program: Program, module: int) -> QuerySet[Job]:
    return Job.objects.filter(task=LEARNING_TASK, arguments__program=program.pk, arguments__module=module).order_by(
        "created_at"
    )


# --- responses --------------------------------------------------------------------------------------------------------


def latest_response(sitting: Sitting, item: str) -> Response | None:
    return sitting.responses.filter(item=item).order_by("revision").last()


def standing_responses(sittings: Iterable[Sitting]) -> dict[int, dict[str, Response]]:
    """{sitting: {item: the latest revision}}, in one query."""
    standing: dict[int, dict[str, Response]] = defaultdict(dict)
    for response in Response.objects.filter(sitting__in=[sitting.pk for sitting in sittings]).order_by("revision"):
        standing[response.sitting_id][response.item] = response
    return standing


def standing_payloads(sitting: Sitting) -> dict[str, dict[str, Any]]:
    return {item: response.payload for item, response in standing_responses([sitting])[sitting.pk].items()}


def paired_sittings(program: Program, module: int) -> dict[int, list[Sitting]]:
    """{enrolment: both sittings} of those who finished both papers."""
    finished = Sitting.objects.filter(paper__program=program, paper__module=module, finished_at__isnull=False)
    found: dict[int, list[Sitting]] = defaultdict(list)
    for sitting in finished.select_related("paper__curriculum").order_by("enrolment", "pk"):
        found[sitting.enrolment_id].append(sitting)
    return {person: both for person, both in found.items() if len(both) == len(When.values)}


def responses_frame(sittings: Iterable[Sitting]) -> pd.DataFrame:
    """One row per item of each sitting, blank ones with a score of 0; columns of analysis.learning."""
    listed = list(sittings)
    standing = standing_responses(listed)
    rows = [row for sitting in listed for row in rows_of(sitting, standing[sitting.pk])]
    frame = pd.DataFrame(rows, columns=list(RESPONSE_COLUMNS))
    return frame.astype({"score": "float64", "certainty": "float64"})


def rows_of(sitting: Sitting, standing: dict[str, Response]) -> Iterable[dict[str, Any]]:
    for item in sitting.paper.items(sitting.form):
        payload = standing[item.id].payload if item.id in standing else {}
        certainty = payload.get("certainty")
        yield {
            "person": str(sitting.enrolment_id),
            "when": str(sitting.paper.when),
            "form": sitting.form,
            "item": item.id,
            "skill": sitting.paper.skill_name(item),
            "score": score(item, payload.get("answer")),
            "certainty": None if certainty is None else certainty / 100,
        }


def answers_digest(frame: pd.DataFrame) -> str:
    """sha256 over the rows without the people's ids, sorted."""
    rows = [row | {"person": None} for row in frame.astype(object).to_dict("records")]
    return sha256("\n".join(sorted(CANONICAL_JSON.encode(canonical(row)) for row in rows)).encode()).hexdigest()
