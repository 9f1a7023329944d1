"""What one table says about another: names reconciled to ids, closing days from stages, stages from events."""

from collections.abc import Mapping
from difflib import get_close_matches

import numpy as np
import pandas as pd

from datasets.cells import plain, spread_text
from datasets.problems import Note, Problem
from datasets.schemas import CLOSED
from datasets.stagewords import kinds_of

Frames = dict[str, pd.DataFrame]
Aliases = Mapping[str, Mapping[str, str]]
OF_DEALS = (
    "stage_events", "revenue", "leads", "approvals", "commitments", "deal_reviews", "escalations", "lessons",
)  # fmt: skip
OF_REPS = ("tool_usage", "training", "competencies", "compliance")
REFERENCES = (
    ("deals", "product_id", "products"), ("deals", "account_id", "accounts"), ("deals", "rep_id", "reps"),
    ("accounts", "parent_id", "accounts"), ("reps", "manager_id", "reps"), ("usage", "account_id", "accounts"),
    ("touches", "lead_id", "leads"), ("lessons", "product_id", "products"),
    *((table, "deal_id", "deals") for table in OF_DEALS), *((table, "rep_id", "reps") for table in OF_REPS),
)  # fmt: skip
COMMON_WORDS = {
    "technology", "healthcare", "medical", "finance", "financial", "retail", "manufacturing", "education", "energy",
    "construction", "software", "telecommunications", "insurance", "banking", "automotive", "logistics", "marketing",
    "entertainment", "employment", "services", "hospitality", "government", "pharmaceuticals", "agriculture",
    "transportation", "electronics", "consulting", "media", "utilities", "chemicals", "biotechnology",
}  # fmt: skip


def relate(frames: Frames, aliases: Aliases) -> tuple[Frames, list[Problem], list[Note]]:
    """Tables that agree with each other, what does not fit, what was reconciled or derived. Input stays as it is."""
    frames = dict(frames)
    problems: list[Problem] = []
    notes: list[Note] = []
    for table, column, target in REFERENCES:
        if table in frames and target in frames and column in frames[table]:
            frames[table], found, said = reconcile(frames[table], table, column, frames[target], target, aliases)
            problems += found
            notes += said
    if "deals" in frames:
        frames["deals"], said = with_closing_days(frames["deals"], frames.get("stage_events"))
        notes += said
    if "stages" not in frames and "stage_order" in frames.get("stage_events", ()):
        frames["stages"], said = inferred_stages(frames["stage_events"])
        notes += said
    return frames, [*problems, *unknown_stages(frames), *misspellings(frames), *currencies(frames)], notes


def reconcile(
    frame: pd.DataFrame, table: str, column: str, target: pd.DataFrame, name: str, aliases: Aliases
) -> tuple[pd.DataFrame, list[Problem], list[Note]]:
    """Values of `column` that name a row of the target in another spelling become its id; others are said."""
    ids = target[KEYS[name]]
    spelled = known_spellings(ids, aliases.get(name, {}))
    codes, unique = pd.factorize(frame[column])
    distinct = pd.Series(unique, dtype="str")
    exact = distinct.isin(ids)
    found = distinct.where(exact, distinct.map(lambda value: spelled.get(plain(value)), na_action="ignore")).astype(
        "str"
    )
    unknown = distinct[found.isna()]
    frame = frame.assign(**{column: spread_text(found.fillna(distinct), codes, frame.index)})
    counts = pd.Series(codes).value_counts()
    changed = distinct[~exact & found.notna()]
    notes = reconciled_notes(table, column, changed, found, counts)
    return frame, unknown_references(table, column, name, unknown, codes, frame.index), notes


KEYS = {"products": "product_id", "accounts": "account_id", "reps": "rep_id", "deals": "deal_id", "leads": "lead_id"}


def known_spellings(ids: pd.Series, aliases: Mapping[str, str]) -> dict[str, str]:
    """{plain spelling: id}; what could mean two is left out."""
    spelled: dict[str, str] = {}
    doubtful: set[str] = set()
    for value, identifier in [*zip(ids, ids, strict=True), *aliases.items()]:
        if spelled.setdefault(plain(value), identifier) != identifier:
            doubtful.add(plain(value))
    return {key: value for key, value in spelled.items() if key and key not in doubtful}


def reconciled_notes(table: str, column: str, changed: pd.Series, found: pd.Series, counts: pd.Series) -> list[Note]:
    if changed.empty:
        return []
    if len(changed) > 5:
        rows = int(counts.reindex(changed.index).sum())
        return [
            Note(
                table,
                column,
                "reconciled",
                f"{len(changed):,} names in {rows:,} rows read as the ids that they stand for",
            )
        ]
    times, ids = counts.to_dict(), found.to_dict()
    return [
        Note(table, column, "reconciled", f"'{value}' in {times[code]:,} rows is read as '{ids[code]}'")
        for code, value in changed.items()
    ]


def unknown_references(
    table: str, column: str, target: str, unknown: pd.Series, codes: np.ndarray, index: pd.Index
) -> list[Problem]:
    if unknown.empty or (column in ("manager_id", "parent_id") and table in ("reps", "accounts")):
        return []
    hit = pd.Series(codes, index=index).isin(unknown.index)
    first = ", ".join(f"'{value}'" for value in unknown.head(3))
    message = f"{len(unknown):,} values are not in {target}, such as {first}; the rows stay"
    return [Problem(table, 0, column, "unknown_reference", message, str(unknown.iloc[0]), count=int(hit.sum()))]


def with_closing_days(deals: pd.DataFrame, events: pd.DataFrame | None) -> tuple[pd.DataFrame, list[Note]]:
    """Closed deals without a closing day get the day they entered their closing stage, else that of the last change."""
    notes: list[Note] = []
    closed_on = (
        deals["closed_on"] if "closed_on" in deals else pd.Series(pd.NaT, index=deals.index, dtype="datetime64[us]")
    )
    missing = deals["outcome"].isin(CLOSED) & closed_on.isna()
    if events is not None and missing.any():
        last = closing_days(events).reindex(deals["deal_id"]).set_axis(deals.index)
        closed_on, notes = filled(
            closed_on, last, missing, "the day on which the deal entered its closing stage", notes
        )
        missing &= closed_on.isna()
    if "stage_changed_on" in deals and missing.any():
        closed_on, notes = filled(
            closed_on, deals["stage_changed_on"], missing, "the day of the last change of stage", notes
        )
    return (deals.assign(closed_on=closed_on) if "closed_on" in deals or notes else deals), notes


def closing_days(events: pd.DataFrame) -> pd.Series:
    closing = events[kinds_of(events["stage"]).isin(CLOSED)]
    return closing.groupby("deal_id")["entered_at"].max().dt.normalize()


def filled(
    values: pd.Series, source: pd.Series, missing: pd.Series, what: str, notes: list[Note]
) -> tuple[pd.Series, list[Note]]:
    taken = missing & source.notna()
    if not taken.any():
        return values, notes
    return values.mask(taken, source), [
        *notes,
        Note("deals", "closed_on", "derived", f"closed_on of {taken.sum():,} closed deals is {what}"),
    ]


def inferred_stages(events: pd.DataFrame) -> tuple[pd.DataFrame, list[Note]]:
    """The stages of a history that says their order; where rows disagree, the most frequent position counts."""
    known = events.dropna(subset=["stage_order"])
    position = known.groupby("stage")["stage_order"].agg(lambda orders: orders.mode().iloc[0])
    stages = position.rename("position").reset_index().sort_values(["position", "stage"], ignore_index=True)
    stages["pipeline"] = pd.Series("", index=stages.index, dtype="str")
    stages["kind"] = kinds_of(stages["stage"])
    stages = stages[["stage", "position", "pipeline", "kind"]]
    return stages, [
        Note("stages", "", "derived", f"{len(stages)} stages and their order are read from the stage history")
    ]


def unknown_stages(frames: Frames) -> list[Problem]:
    """Stages of deals and events that the table of stages does not have."""
    if "stages" not in frames:
        return []
    known = set(frames["stages"]["stage"])
    problems = []
    for table in ("deals", "stage_events"):
        stages = frames[table]["stage"].dropna() if "stage" in frames.get(table, ()) else pd.Series(dtype="str")
        for stage, rows in stages[~stages.isin(known)].groupby(stages):
            message = f"'{stage}' is none of the {len(known)} stages; {len(rows):,} rows keep it"
            problems.append(
                Problem(table, row_of(rows), "stage", "unknown_stage", message, str(stage), count=len(rows))
            )
    return problems


def row_of(rows: pd.Series) -> int:
    """Of the first of these rows in the file; 0 where it was there before the upload."""
    return max(0, int(rows.index[0]))


def misspellings(frames: Frames) -> list[Problem]:
    """Words of an industry one letter away from a common one. They stay: only their owner knows."""
    problems = []
    for table in ("accounts", "deals", "reps"):
        for column in [name for name in ("industry", "segment") if name in frames.get(table, ())]:
            for value, rows in frames[table][column].dropna().groupby(frames[table][column]):
                word = str(value).casefold()
                close = [] if word in COMMON_WORDS else get_close_matches(word, COMMON_WORDS, n=1, cutoff=0.9)
                if close:
                    message = f"'{value}' in {len(rows):,} rows may be '{close[0]}' misspelt; it stays as it is"
                    problems.append(
                        Problem(table, row_of(rows), column, "likely_misspelling", message, str(value), count=len(rows))
                    )
    return problems


def currencies(frames: Frames) -> list[Problem]:
    problems = []
    for table in ("deals", "revenue"):
        found = set(frames[table]["currency"].dropna()) if "currency" in frames.get(table, ()) else set()
        if len(found) > 1 and "fx_rates" not in frames:
            message = (
                f"Amounts in {', '.join(sorted(found)[:5])} and no fx_rates: figures in money stay empty, counts do not"
            )
            problems.append(Problem(table, 0, "currency", "mixed_currencies", message))
    return problems
