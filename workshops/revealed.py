"""The answers of a run that were revealed: read in two queries, then cut as pages, analyses and digests need them."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import pandas as pd
from django.utils.crypto import salted_hmac

from analysis.inputs import ANSWER_COLUMNS, no_answers
from workshops.instruments import rows_of
from workshops.leaves import digest_of
from workshops.models import Answer, Enrolment, Reveal, Round, Run


class Revealed:
    """What stands revealed at the moment it is first asked."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def reveals(self) -> dict[str, Reveal]:
        """The rounds that were shown, in their order."""
        shown = self.run.reveals.filter(revealed_at__isnull=False).order_by("closed_at", "pk")
        return {reveal.round: reveal for reveal in shown}

    @property
    def smallest(self) -> int:
        return self.run.file.group.min_answers

    @property
    def rounds(self) -> list[str]:
        """Those that enough people answered: of the others nothing is shown, printed or analysed."""
        return [name for name, reveal in self.reveals.items() if reveal.n >= self.smallest]

    @cached_property
    def answers(self) -> dict[str, list[Answer]]:
        """{round: its answers}, as they were fixed when it was closed."""
        shown = Reveal.answers.through.objects.filter(reveal__in=[reveal.pk for reveal in self.reveals.values()])
        links = shown.select_related("answer__worksheet__enrolment__membership", "reveal").order_by("answer_id")
        answers: dict[str, list[Answer]] = {}
        for link in links:
            answers.setdefault(link.reveal.round, []).append(link.answer)
        return answers

    def digest(self, rounds: Iterable[str]) -> str:
        """sha256 over the sorted leaves of all answers that these rounds show; empty where there is none."""
        return digest_of(answer.leaf for name in rounds for answer in self.answers.get(name, []))

    def frame(self, rounds: Iterable[str]) -> pd.DataFrame:
        """Their answers in long format (`ANSWER_COLUMNS`), participants under opaque ids; erased ones are left out."""
        content = self.run.content
        rows = [
            row
            for name in rounds
            for answer in self.answers.get(name, [])
            if answer.payload is not None
            for row in answer_rows(self.run, content, answer)
        ]
        if not rows:
            return no_answers()
        frame = pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))
        return frame.sort_values(["round", "participant", "item", "criterion"], kind="stable", ignore_index=True)


def answer_rows(run: Run, content: dict[str, Any], answer: Answer) -> list[dict[str, Any]]:
    worksheet = answer.worksheet
    common = {
        "exercise": run.exercise,
        "round": "1" if worksheet.round == Round.VOTE else worksheet.round,
        "participant": opaque(worksheet.enrolment),
        "function": worksheet.enrolment.membership.function,
    }
    return [common | row for row in rows_of(content, answer.payload or {})]


def opaque(enrolment: Enrolment) -> str:
    """One name per participant and program, the same in every round, that leads back to nobody."""
    return salted_hmac("workshops.participant", f"{enrolment.program_id}:{enrolment.pk}").hexdigest()[:16]
