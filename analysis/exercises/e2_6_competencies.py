"""2.6 Do competencies predict deals? Which lines of the sheet go with deals that were opened after the rating.

A rating given when results are known repeats them: only deals opened after it are set beside it.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed
from analysis.charts import Canvas
from analysis.company.sellers.competencies import (
    LEAST,
    Sheet,
    agreement,
    halo,
    holds,
    holds_against,
    limits,
    line_row,
    verdict,
)
from analysis.company.sellers.ratings import LEAST_DEALS, Rated, attainment_after, mean_marks, rated_sellers
from analysis.drawing import competencies
from analysis.findings import Chart, Figure, Findings, Message, Need, Scalar, Table, Tripwire, figure_key, records
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.held_out import HeldOut, chance_above, foretell, share_foretold
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.survival import UNKNOWN, Estimate

EXERCISE = "2.6"
NEEDS = {"competencies": ("rep_id", "competency", "rating", "rated_on"), "deals": ("outcome", "rep_id", "created_on")}
METHOD = Method(
    name="Correlation of ratings with later, shrunken win rates under Benjamini–Hochberg; ICC(1,1) of raters; held-out "
    "share of squared error, Thorndike's case 2",
    assumes=(
        "Raters did not know the results that they are set beside",
        "Patches are alike, so that a win rate tells of the seller",
        "Ratings and win rates go together in a straight line",
    ),
    sources=(
        "Fisher (1921), Metron 1, 3–32",
        "Ridout, Demétrio & Firth (1999), Biometrics 55, 137–148",
        "Shrout & Fleiss (1979), Psychol. Bull. 86, 420–428",
        "Stone (1974), JRSS B 36, 111–147",
        "Thorndike (1949), Personnel Selection, 173",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
WORDS = {
    "one_line": "{line} alone of {lines} {lines:line|lines} goes with deals opened after the rating: with one mark "
    "more go {points:.1f} more wins in 100 deals ({low:.1f} to {high:.1f}; {n} sellers)",
    "some_lines": "{count} of {lines} lines go with deals opened after the rating, most {line}: with one mark more go "
    "{points:.1f} more wins in 100 deals ({low:.1f} to {high:.1f}; {n} sellers)",
    "against": "Who is rated higher on {line} wins less: with one mark more go {points:.1f} fewer wins in 100 deals "
    "({low:.1f} to {high:.1f}; {n} sellers)",
    "no_line": "None of {lines} {lines:line|lines} goes clearly with deals opened after the rating ({n} sellers): a "
    "link of {unseen:.1f} could go unseen",
    "alike": "Sellers' win rates differ no more than chance would have them, so there is nothing to foretell ({n} "
    "sellers)",
    "rated_too_late": "{share:.0%} of {n} {n:rating was|ratings were} given when results were known, so the sheet "
    "cannot be judged",
    "too_few": "Too few sellers ({n}) have a rating and {least} decided deals opened after it to say what a line is "
    "worth",
    "method_note": "Each seller's mean mark on a line is set beside the win rate in deals opened after it, pulled to "
    "the common rate where deals are few (beta-binomial model), all lines allowed for (Benjamini & Hochberg 1995). "
    "What the lines foretell is measured on sellers who were left out of the fit (Stone 1974), and how far raters see "
    "the same by the share of the variance of marks that lies between sellers (Shrout & Fleiss 1979). A link says who "
    "wins more, not that teaching the line would make anybody win more.",
    "validity": "Correlation with later win rate",
    "validity_unrestricted": "The same at the spread of all applicants",
    "attainment_link": "Correlation with attainment of the year after",
    "wins_per_mark": "Win rate that goes with one mark more",
    "rater_reliability": "Agreement of raters, ICC(1,1)",
    "halo": "Mean correlation between lines",
    "cv_gain": "Share of the spread foretold, sellers held out",
    "cv_auc": "Chance that a won deal's seller is put above a lost one's",
    "rated_before": "Ratings that have decided deals opened after them",
    "lines": "The lines of the sheet",
    "foretelling": "What the lines foretell of sellers held out",
    "line": "Line",
    "verdict": "Proposal",
    "sellers": "Sellers",
    "pairs": "Sellers with two raters",
    "reached": "Sellers with attainment",
    "mean_mark": "Mean mark",
    "sd_mark": "Standard deviation of the mean mark",
    "p_adjusted": "p, adjusted for all lines",
    "validity_*": "Limit, correlation",
    "validity_unrestricted_*": "Limit, at the spread of all",
    "attainment_link_*": "Limit, attainment",
    "wins_per_mark_*": "Limit, one mark",
    "rater_reliability_*": "Limit, agreement",
    "sheet": "Lines used",
    "gain": "Share of the spread foretold",
    "gain_*": "Limit",
    "keep": "Keep",
    "reword": "Write anew",
    "drop": "Drop",
    "not_shown": "Not shown",
    "whole_sheet": "All lines",
    "kept_lines": "Lines kept",
    "not_a_cause": "A line that goes with wins is not shown to make them",
    "few_deals": "{n} rated {n:seller has|sellers have} fewer than {least} decided deals opened after the rating and "
    "{n:is|are} left out",
    "open_after": "{n} {n:deal|deals} opened after a rating {n:is still open and counts|are still open and count} "
    "nowhere",
    "rated_late": "{n} of {all} {all:rating|ratings} {n:has|have} no decided deal opened after "
    "{n:it: it was|them: they were} given in the knowledge of the results, and {n:counts|count} nowhere else",
    "thin_lines": "Fewer than {least} sellers are rated on these, so nothing is said of them: {groups}",
    "one_rater": "Two raters of one seller are needed to say how far they agree: {groups}",
    "no_unrestricted": "No spread of all applicants is in the benchmarks (metric rating_sd, segment the line), so "
    "links are those among today's sellers",
    "no_attainment": "No seller has both a rating and a target of the year after",
    "none_kept": "No line is kept, so nothing is foretold from lines kept",
    "not_foretold": "Too few sellers, or nothing varies: what lines foretell cannot be told",
    "no_variation": "Everybody has the same mark, so nothing goes with it: {groups}",
    "gain_gone": "The lines kept foretell less than no ratings do",
    "agreement_low": "Raters still agree little on {line}",
    "validity_title": "{line} goes with later wins most clearly, {value:.2f}",
    "validity_title_none": "No line goes clearly with later wins",
    "validity_alternative": "Correlation of each line's marks with the win rate in deals opened after, with limits and "
    "sellers; hollow with attainment: {values}.",
    "no_link": "no link",
    "agree_title": "Raters agree least on {line}, {value:.2f}",
    "agree_alternative": "Agreement of two raters on each line, with limits and sellers: {values}.",
    "half": "0.5",
    "marks_title": "With one mark more on {line} go {points:.1f} more wins in 100 deals",
    "marks_title_none": "With no line does a mark go with clearly more wins",
    "marks_title_against": "With one mark more on {line} go {points:.1f} fewer wins in 100 deals",
    "marks_alternative": "Wins in 100 deals that go with one mark more, with limits and sellers: {values}.",
    "foretold_title": "The lines kept foretell {gain:.0%} of the spread between sellers held out",
    "foretold_title_none": "Nothing shows that the sheet foretells who wins",
    "foretold_alternative": "Share of the spread of win rates that is foretold of sellers held out, with limits and "
    "sellers: {values}.",
    "no_sheet": "no ratings",
}
LINE_FIGURES = {
    "validity": ("", "Correlation, Fisher's limits", "sellers"),
    "validity_unrestricted": ("", "Thorndike's case 2, limits of validity", "sellers"),
    "attainment_link": ("", "Correlation, Fisher's limits", "reached"),
    "wins_per_mark": ("fraction", "Least squares, Student's limits", "sellers"),
    "rater_reliability": ("", "ICC(1,1), exact F limits", "pairs"),
}
LINE_UNITS = {f"{name}{end}": told[0] for name, told in LINE_FIGURES.items() for end in ("", "_low", "_high")} | {
    "sellers": "people", "pairs": "people", "reached": "people", "p_adjusted": "p",
}  # fmt: skip
GAIN_UNITS = {"gain": "fraction", "gain_low": "fraction", "gain_high": "fraction", "sellers": "people"}
TARGETS = {"targets": ("period", "unit_type", "unit_id", "target", "actual")}
BENCHMARKS = {"benchmarks": ("metric", "segment", "value")}
GAINS = {"competencies": ("rater",), **TARGETS, **BENCHMARKS}
UNRESTRICTED = "rating_sd"
HELD_OUT = "Held-out squared error, people drawn with replacement"


def analyse(inputs: Inputs) -> Findings:
    rated = rated_sellers(inputs.tables["competencies"], inputs.tables["deals"], inputs.provenance)
    if not rated.n:
        return part_of(
            inputs,
            headline=Message("too_few", {"n": 0, "least": LEAST_DEALS}),
            warnings=(Message("not_a_cause"),),
            needs=(Need("competencies", ("rated_on",)),),
        )
    marks = mean_marks(rated.marks)
    sheet = Sheet(marks.reindex(rated.sellers.index), rated.sellers)
    table = lines_table(rated, marks, sheet, inputs)
    kept = [row["line"] for row in records(table) if holds(row)]
    found = held_out(sheet, kept)
    findings = part_of(
        inputs,
        headline=headline(table, rated),
        figures=(*line_figures(table), *sheet_figures(rated, marks, sheet, found)),
        tables=(
            Table.from_frame("lines", table, LINE_UNITS),
            Table.from_frame("foretelling", foretelling(found, sheet), GAIN_UNITS),
        ),
        warnings=tuple(cautions(table, rated, found)),
        needs=inputs.missing(GAINS),
    )
    return replace(findings, tripwires=tuple(tripwires(table)))


part_of = partial(make_part, EXERCISE)


# --- the lines -------------------------------------------------------------------------------------------------------


def lines_table(rated: Rated, marks: pd.DataFrame, sheet: Sheet, inputs: Inputs) -> pd.DataFrame:
    """A row per line, the strongest link first; what cannot be told is null."""
    spreads, reached = unrestricted_spreads(inputs), attainment_of(rated, inputs)
    rows = [
        line_row(str(line), sheet, reached.reindex(marks.index), marks[line], spreads) | agreement(str(line), rated)
        for line in marks
    ]
    table = pd.DataFrame(rows)
    table["p_adjusted"] = benjamini_hochberg(table.pop("p"))
    table["verdict"] = [WORDS[verdict(row)] for row in records(table)]
    first = ["line", "verdict", "sellers", "pairs", "reached"]
    ordered = table[[*first, *table.columns.difference(first, sort=False)]]
    return ordered.sort_values(["validity", "line"], ascending=[False, True], na_position="last", ignore_index=True)


def attainment_of(rated: Rated, inputs: Inputs) -> pd.Series:
    if inputs.missing(TARGETS):
        return pd.Series(dtype=float)
    ended = rated.marks.groupby("rep_id")["rated_on"].max()
    return attainment_after(inputs.tables["targets"], ended, inputs.provenance)


def unrestricted_spreads(inputs: Inputs) -> dict[str, float]:
    """Standard deviation of each line among all applicants, where the benchmarks hold it."""
    if inputs.missing(BENCHMARKS):
        return {}
    rows = inputs.tables["benchmarks"].dropna(subset=["segment", "value"]).astype({"metric": "str", "segment": "str"})
    rows = rows[rows["metric"] == UNRESTRICTED].sort_values(["segment", "value"])
    return {str(line): float(value) for line, value in rows.groupby("segment")["value"].median().items()}


def line_figures(table: pd.DataFrame) -> Iterator[Figure]:
    known = table.astype(object).where(table.notna(), None)
    for name, (unit, method, n) in LINE_FIGURES.items():
        yield from Figure.from_frame(name, known.assign(n=known[n]), {name: unit}, of=["line"], method=method)


# --- the sheet -------------------------------------------------------------------------------------------------------


def held_out(sheet: Sheet, kept: list[str]) -> dict[str, HeldOut | None]:
    """Each seller foretold from the others: by all lines, and by as many as hold, chosen anew without the seller."""
    whole = sheet.marks.dropna()
    rate = sheet.sellers.loc[whole.index, "rate"]
    if not len(whole):
        return {"kept_lines": None, "whole_sheet": None}
    return {
        "kept_lines": foretell(whole, rate, best=len(kept)) if kept else None,
        "whole_sheet": foretell(whole, rate),
    }


def sheet_figures(
    rated: Rated, marks: pd.DataFrame, sheet: Sheet, found: dict[str, HeldOut | None]
) -> Iterator[Figure]:
    kept, whole = found["kept_lines"], sheet.marks.dropna()
    sellers = sheet.sellers.loc[whole.index]
    gain, above = UNKNOWN, UNKNOWN
    if kept is not None:
        gain = share_foretold(kept)
        above = chance_above(kept.score, sellers["won"], sellers["decided"] - sellers["won"])
    yield from_estimate("cv_gain", gain, len(whole), "fraction", HELD_OUT)
    yield from_estimate("cv_auc", above, len(whole), "", "Held-out order, people drawn with replacement")
    yield Figure(name="halo", value=halo(marks), unit="", n=len(marks.dropna()), method="Mean of correlations")
    share = rated.before / rated.n if rated.n else None
    yield Figure(name="rated_before", value=share, unit="fraction", n=rated.n, method="Count of ratings")


def from_estimate(name: str, found: Estimate, n: int, unit: str, method: str) -> Figure:
    value, low, high = (None if np.isnan(number) else number for number in found)
    return Figure(name=name, value=value, low=low, high=high, n=n, unit=unit, method=method)


def foretelling(found: dict[str, HeldOut | None], sheet: Sheet) -> pd.DataFrame:
    rows = [
        {"sheet": WORDS[name], **limits("gain", share_foretold(one)), "sellers": len(one.errors)}
        for name, one in found.items()
        if one is not None
    ]
    return pd.DataFrame(rows, columns=["sheet", "gain", "gain_low", "gain_high", "sellers"])


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(table: pd.DataFrame, rated: Rated) -> Message:
    rows, n = records(table), len(rated.sellers)
    if rated.n and rated.before < rated.n / 2:
        return Message("rated_too_late", {"share": 1 - rated.before / rated.n, "n": rated.n})
    if n < LEAST:
        return Message("too_few", {"n": n, "least": LEAST_DEALS})
    if rated.prior.pools_fully:
        return Message("alike", {"n": n})
    kept = [row for row in rows if holds(row)]
    against = [row for row in rows if holds_against(row)]
    if not kept and against:
        return Message("against", said_of(against[-1], sign=-1))
    if not kept:
        unseen = float(np.tanh(2.8 / np.sqrt(n - 3)))  # what 80 in 100 such samples would show
        return Message("no_line", {"lines": len(rows), "n": n, "unseen": unseen})
    said = said_of(kept[0]) | {"lines": len(rows)}
    return Message("one_line", said) if len(kept) == 1 else Message("some_lines", said | {"count": len(kept)})


def said_of(row: dict[str, Any], sign: int = 1) -> dict[str, Any]:
    low, high = sorted(100 * sign * row[f"wins_per_mark{end}"] for end in ("_low", "_high"))
    points = 100 * sign * row["wins_per_mark"]
    return {"line": row["line"], "points": points, "low": low, "high": high, "n": int(row["sellers"])}


def cautions(table: pd.DataFrame, rated: Rated, found: dict[str, HeldOut | None]) -> Iterator[Message]:
    yield Message("not_a_cause")
    late = rated.n - rated.before
    counted: dict[str, tuple[int, dict[str, Scalar]]] = {
        "rated_late": (late, {"n": late, "all": rated.n}),
        "few_deals": (rated.few, {"n": rated.few, "least": LEAST_DEALS}),
        "open_after": (rated.open_deals, {"n": rated.open_deals}),
    }
    yield from (Message(code, told) for code, (n, told) in counted.items() if n)
    yield from of_lines(table, rated)
    missing = {
        "no_unrestricted": table["validity_unrestricted"].isna().all(),
        "no_attainment": table["attainment_link"].isna().all(),
        "not_foretold": found["whole_sheet"] is None,
        "none_kept": found["kept_lines"] is None,
    }
    yield from (Message(code) for code, holds_true in missing.items() if holds_true)


def of_lines(table: pd.DataFrame, rated: Rated) -> Iterator[Message]:
    thin = table["sellers"] < LEAST
    yield from listed("thin_lines", table.loc[thin, "line"], least=LEAST)
    if not rated.prior.pools_fully:
        yield from listed("no_variation", table.loc[~thin & table["validity"].isna(), "line"])
    yield from listed("one_rater", table.loc[table["rater_reliability"].isna(), "line"])


def tripwires(table: pd.DataFrame) -> Iterator[Tripwire]:
    """What the lines kept foretell next time, and agreement on the line on which raters agree least."""
    yield Tripwire(
        figure="cv_gain", op="<", threshold=0, window={"rolling": 4, "period": "quarter"}, min_n=40,
        min_n_of="sellers", why=Message("gain_gone"),
    )  # fmt: skip
    known = table.dropna(subset=["rater_reliability"]).sort_values(["rater_reliability", "line"])
    if len(known):
        line = str(known["line"].iloc[0])
        yield Tripwire(
            figure=figure_key("rater_reliability", line), op="<", threshold=0.5, window={"since": "decision"}, min_n=40,
            min_n_of="sellers", why=Message("agreement_low", {"line": line}),
        )  # fmt: skip


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return competencies.charts(findings, canvas, WORDS)
