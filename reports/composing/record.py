"""What the database knows of one exercise in one session, read once for everything that is printed of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis import catalogue
from analysis.company.losses.crm_fields import FIELDS
from analysis.findings import Findings
from analysis.sources import with_resolved
from analysis.wording import Wording
from curriculum.queries import exercise_of
from curriculum.schema import ExerciseFile
from workshops.actions.steps import resolve_items
from workshops.models import Decision, Evidence, Reveal, Round, Run
from workshops.queries import latest_evidence, shown_reveals

ROOM_FIGURE = "group_"
TOO_FEW = "too_few_answers"
ROUNDS: dict[str, str] = {Round.FIRST: "Round 1", Round.SECOND: "Round 2", Round.VOTE: "Final vote"}


@dataclass(frozen=True)
class Record:
    """One run: the exercise as its program pinned it, what was found, what was decided, which rounds were shown."""

    run: Run
    exercise: ExerciseFile
    evidence: Evidence | None
    decision: Decision | None
    shown: list[Reveal]

    @property
    def anchor(self) -> str:
        return f"exercise-{self.run.position}"

    @property
    def title(self) -> str:
        return f"{self.exercise.id} {self.exercise.title}"

    @property
    def is_carried_over(self) -> bool:
        return self.exercise.module != self.run.session.module

    @property
    def has_answers(self) -> bool:
        return bool(self.shown)

    @property
    def is_decided(self) -> bool:
        return self.decision is not None and self.decision.state != Decision.State.DRAFT

    @cached_property
    def content(self) -> dict[str, Any]:
        """The exercise with the items that this room was asked about, or would be if it were asked now."""
        return with_resolved(self.exercise.content(), self.run.items or resolve_items(self.run))

    @cached_property
    def names(self) -> dict[str, str]:
        """What the exercise calls its categories, settings and options, and we the columns of `deals`, by key.

        A choice that is asked besides the closing one is called by its question.
        """
        asked = self.content["instruments"]
        parameters = [each["parameters"] for each in asked]
        lists = [each.get(name) or () for each in parameters for name in ("categories", "settings")]
        named = [entry for entries in [*lists, self.content["options"]] for entry in entries if isinstance(entry, dict)]
        questions = {each["key"]: f"“{each['parameters']['prompt']}”" for each in asked if each["kind"] == "choice"}
        return FIELDS | questions | {entry["key"]: entry["name"] for entry in named if "key" in entry}

    @cached_property
    def parts(self) -> dict[str, str]:
        """What may be named in a decision, by key: `names`, and the items that people were asked about."""
        items = [item for each in self.content["instruments"] for item in each["parameters"].get("items", ())]
        return {item["key"]: item["name"] for item in items if isinstance(item, dict)} | self.names

    def part_said(self, part: str) -> str:
        """A part that a decision names, in the words in which people saw it."""
        return self.parts.get(part, part)

    @cached_property
    def findings(self) -> Findings | None:
        return self.evidence.findings if self.evidence else None

    @cached_property
    def words(self) -> Wording:
        return catalogue.wording(self.exercise.id)

    @cached_property
    def spoken(self) -> dict[str, Any] | None:
        """Findings with their words, as `manage.py analyse` prints them."""
        return self.words.findings(self.findings) if self.findings else None

    def figures(self, name: str) -> list[dict[str, Any]]:
        """The spoken figures of that name, one for each part."""
        return [figure for figure in (self.spoken or {}).get("figures", ()) if figure["name"] == name]

    @property
    def has_figures(self) -> bool:
        return any(not figure["name"].startswith(ROOM_FIGURE) for figure in (self.spoken or {}).get("figures", ()))

    @cached_property
    def room_figures(self) -> list[dict[str, Any]]:
        figures = (self.spoken or {}).get("figures", ())
        return [figure for figure in figures if figure["name"].startswith(ROOM_FIGURE)]


def read_record(run: Run) -> Record:
    """Evidence is what the decision rests on where one was taken, else the newest. Raises NoSuchContent."""
    decision = Decision.objects.filter(run=run).select_related("evidence", "objective").first()
    frozen = decision.evidence if decision else None
    return Record(
        run=run,
        exercise=exercise_of(run.session.program.curriculum, run.exercise),
        evidence=frozen or latest_evidence(run),
        decision=decision,
        shown=shown_reveals(run),
    )
