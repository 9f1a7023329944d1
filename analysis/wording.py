"""Puts words on findings, in the reader's language.

An exercise keeps its English in `WORDS`, beside the analysis; what many share is here. `translate` is the caller's
gettext, with English as the message id.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import asdict, dataclass
from string import Formatter
from typing import Any

from analysis.findings import Chart, Figure, Findings, Message, Table, canonical

Words = Mapping[str, str]

SHARED: Words = {
    "answers_only": "The room's own answers, without figures from the company's tables",
    "needs_tables": "Upload the tables below to see the evidence",
    "thin": "{group} has only {n} closed {n:deal|deals}: its own rate says little",
    "thin_many": "{count} groups have fewer than {least} closed deals, so their own rates say little: {groups}",
    "fully_pooled": "The groups differ no more than chance would have them: all are put at the common rate",
    "order_inferred": "The order of stages is read off the deals, not given: {stages}. Please confirm it",
    "open_beside": "{open} {open:deal is|deals are} still open and {withdrawn} {withdrawn:was|were} withdrawn: neither "
    "counts in a win rate",
    "clustered_by_account_id": "Deals of one account end alike (correlation {icc:.2f}): whole accounts are drawn "
    "for the limits, as if there were {effect:.1f} times fewer deals",
    "clustered_by_rep_id": "Deals of one rep end alike (correlation {icc:.2f}): whole reps are drawn for the "
    "limits, as if there were {effect:.1f} times fewer deals",
    "no_created_on": "{n} {n:deal has|deals have} no day of creation and no age here",
    "no_closed_on": "{n} closed {n:deal has|deals have} no closing day and no age here",
    "contradictory_dates": "{n} {n:deal closes before its day|deals close before their day} of creation and "
    "{n:has|have} no age here",
    "left_truncated": "The records begin late: about {n} {n:deal|deals} must have closed before the first close on "
    "record, so ages and shares lean long",
    "mixed_currencies": "Amounts stand in several currencies ({currencies}) with no rates between them: money "
    "cannot be added",
    "win_rate": "Win rate",
    "segment": "Segment",
    "deals": "Closed deals",
    "won": "Won",
    "open": "Open",
    "rate": "Win rate",
    "low": "Lower limit",
    "high": "Upper limit",
    "shrunken": "Win rate, allowing for small numbers",
}


class Counted(Formatter):
    """Templates in which a number chooses its words: `{n} {n:deal has|deals have} no day`, the first for 1 and −1.

    A fraction counts as it is shown by `.0f`: `{days:.0f} {days:day|days}` is "1 day" for 1.3.
    """

    def format_field(self, value: Any, format_spec: str) -> str:
        one, between, many = format_spec.partition("|")
        if not between:
            return str(super().format_field(value, format_spec))
        shown = f"{value:.0f}" if isinstance(value, float) else str(value)
        return one if shown in ("1", "-1") else many


COUNTED = Counted()


def known_as(key: str, names: Container[str]) -> str:
    """The key itself where it is among `names`, else the family it is of: `room_choice_*` for `room_choice_method`."""
    parts = key.split("_")
    families = ("_".join(parts[:many]) + "_*" for many in range(len(parts) - 1, 0, -1))
    return next((each for each in (key, *families) if each in names), key)


def mid_sentence(name: str) -> str:
    """A name as it stands within a sentence: "Our work" as "our work", but "CRM data" as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@dataclass(frozen=True)
class Wording:
    """Says findings with the words of one exercise. An unknown key or code is a KeyError: nothing goes unnamed.

    Keys that end in the key of an instrument have words for their family, such as `room_choice_*`.
    """

    words: Words
    translate: Callable[[str], str] = str

    def name(self, key: str) -> str:
        known = known_as(key, self.words)
        return self.translate(self.words[known] if known in self.words else SHARED[known])

    def say(self, message: Message) -> str:
        return COUNTED.vformat(self.name(message.code), (), message.arguments)

    def findings(self, findings: Findings) -> Any:
        """The stable JSON of `manage.py analyse`: dicts and lists, with a label, title or message beside each key."""
        spoken = asdict(findings) | {
            "headline": self.say(findings.headline),
            "figures": [self.figure(figure) for figure in findings.figures],
            "tables": [self.table(table) for table in findings.tables],
            "charts": [self.chart(chart) for chart in findings.charts],
            "warnings": [asdict(warning) | {"message": self.say(warning)} for warning in findings.warnings],
            "tripwires": [asdict(tripwire) | {"why": self.say(tripwire.why)} for tripwire in findings.tripwires],
        }
        return canonical(spoken)

    def figure(self, figure: Figure) -> dict[str, Any]:
        label = " · ".join([self.name(figure.name), *figure.of])
        return asdict(figure) | {"key": figure.key, "label": label}

    def chart(self, chart: Chart) -> dict[str, Any]:
        return asdict(chart) | {"title": self.say(chart.title), "alternative": self.say(chart.alternative)}

    def table(self, table: Table) -> dict[str, Any]:
        columns = [asdict(column) | {"label": column.label or self.name(column.key)} for column in table.columns]
        return asdict(table) | {"title": self.name(table.key), "columns": columns}
