"""The sample cohort's papers of module 4: everybody sat both, most gained, some are surer than they are right.

Who answers what is drawn from a seed, so that the sample is the same wherever it is made. Planted: people know
about a quarter of the items before and half of them after; the gain is largest on the cause of a stage and on
comparable reviews, and nothing is gained on gates; every third person states a certainty that is far too high.
"""

from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions import close_paper, freeze_learning, open_paper, start_sitting
from assessments.answering import CERTAINTIES
from assessments.models import Paper, Response, Sitting, When
from assessments.queries import learning_of
from curriculum.items import AnyItem, Matching, Multiple, Numeric, Ordering, Single
from curriculum.queries import assessed_modules

MODULE = 4
SEED = 41
BEFORE = 0.26  # chance of knowing, before
GAIN = {"stage-specific-cause": 0.42, "comparable-reviews": 0.38, "gate-value": 0.0}
USUAL_GAIN = 0.3
PEOPLE_APART = 0.12
OVERCONFIDENT = 3  # every third person
APART = (timedelta(days=7), timedelta(days=-2))  # papers before and after the workshop, from its day


@transaction.atomic
def make_papers(program: Any) -> None:
    """Both papers, opened, sat by all participants, closed, and what was learned frozen. Does nothing a second time.

    In one transaction: the job that closing orders finds the same answers and the same day, and makes no second row.
    """
    if MODULE not in assessed_modules(program.curriculum) or learning_of(program, MODULE):
        return
    people = list(program.enrolments.filter(role="participant").order_by("pk"))
    for when in When:
        paper = open_paper(program=program, module=MODULE, when=when)
        if paper.is_open:
            sit_all(paper, people)
    close_paper(paper=paper)
    set_days(program)
    freeze_learning(program=program, module=MODULE)


def sit_all(paper: Paper, people: list[Any]) -> None:
    """Everybody's answers to one paper, in one insert."""
    responses = []
    for place, enrolment in enumerate(people):
        sitting = start_sitting(paper=paper, enrolment=enrolment)
        responses += answers_of(sitting, place)
    Response.objects.bulk_create(responses, ignore_conflicts=True)
    paper.sittings.filter(finished_at=None).update(finished_at=timezone.now())


def answers_of(sitting: Sitting, place: int) -> list[Response]:
    draw = Random(f"{SEED}/{place}/{sitting.paper.when}")  # noqa: S311 - invented answers
    talent = Random(f"{SEED}/{place}").gauss(0, PEOPLE_APART)  # noqa: S311 - the same before and after
    return [
        Response(sitting=sitting, item=item.id, revision=1, payload=payload_of(item, sitting, place, talent, draw))
        for item in sitting.paper.items(sitting.form)
    ]


def payload_of(item: AnyItem, sitting: Sitting, place: int, talent: float, draw: Random) -> dict[str, Any]:
    gain = GAIN.get(item.skill, USUAL_GAIN) if sitting.paper.when == When.AFTER else 0.0
    chance = min(0.95, max(0.05, BEFORE + gain + talent))
    answer = right(item) if draw.random() < chance else wrong(item, draw)
    sure = chance + (0.4 if place % OVERCONFIDENT == 0 else 0.0) + draw.gauss(0.05, 0.12)
    return {"answer": answer, "certainty": min(CERTAINTIES, key=lambda level: abs(level - 100 * sure)), "later": False}


def right(item: AnyItem) -> Any:
    return (
        sorted(item.key) if isinstance(item, Multiple) else (list(item.key) if isinstance(item, Ordering) else item.key)
    )


def wrong(item: AnyItem, draw: Random) -> Any:
    """A mistake such as people make: another option, one statement taken for another, the wrong number of the list."""
    match item:
        case Single():
            return draw.choice([key for key in item.keys if key != item.key])
        case Multiple():
            out = draw.choice(item.key)
            return sorted(
                [*(key for key in item.key if key != out), draw.choice(sorted(set(item.keys) - set(item.key)))]
            )
        case Matching():
            spare = next(each.key for each in item.right if each.key not in item.key.values())
            return item.key | {draw.choice(sorted(item.key)): spare}
        case Numeric():
            return draw.choice(item.rationale_for_wrong).answer
        case Ordering():
            return list(draw.choice(item.rationale_for_wrong).answer)


def set_days(program: Any) -> None:
    """Before and after the workshop that the sample program held, not today."""
    held = program.sessions.filter(module=MODULE, starts_at__lte=timezone.now()).order_by("starts_at").last()
    day = held.starts_at if held else timezone.now()
    for when, before in zip((When.BEFORE, When.AFTER), APART, strict=True):
        closed = day - before
        days = {"opened_at": closed - timedelta(days=3), "closed_at": closed}
        papers = Paper.objects.filter(program=program, module=MODULE, when=when)
        Sitting.objects.filter(paper__in=papers).update(
            started_at=days["opened_at"], finished_at=days["opened_at"] + timedelta(hours=1)
        )
        papers.update(**days)
