"""3.6: what claims stand at, by metric and function, and the range of the latest claim, with known errors."""

from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from analysis.inputs import ANSWER_COLUMNS
from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
FUNCTIONS = {
    "Sales": (1.46, 0.32, 16), "Product": (1.31, 0.42, 11), "Marketing": (1.08, 0.25, 12), "Finance": (1.0, 0.2, 12),
}  # fmt: skip
"""Ratio to what is outside, spread on logs, claims."""
METRICS = ("size", "growth")
LAST, OUTSIDE, ROOM, TRUE = 0.32, 0.16, 0.23, 46.0  # spreads on logs of the three sources; what the claim is about
TENTH, TWENTIETH = stats.norm.ppf([0.9, 0.95])


def company(seed, ratios=FUNCTIONS):
    """51 claims of four functions on two metrics, each on a segment of its own; figures of a third, claimed last.

    The last claim, its outside figure and the room's answer miss the truth by errors that correlate at a half.
    """
    rng = np.random.default_rng([36, seed])
    n = np.array([each for _, _, each in ratios.values()])
    at = np.repeat(np.arange(len(n)), n)
    mean, spread = (np.array([row[place] for row in ratios.values()])[at] for place in (0, 1))
    metric = np.array(METRICS)[rng.permutation(len(at)) % 2]
    segment = np.array([f"S{i}" for i in range(len(at))])
    outside = rng.lognormal(4, 0.5, len(at))
    claim = outside * mean * np.exp(spread * rng.normal(size=len(at)))
    errors = np.sqrt(0.5) * rng.normal() + np.sqrt(0.5) * rng.normal(size=3)
    last = TRUE * ratios["Sales"][0] * np.exp(LAST * errors[0])
    count = TRUE * np.exp(OUTSIDE * errors[1])
    room = last / (TRUE * np.exp(ROOM * errors[2]))
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 300, len(at)), unit="D")
    claims = pd.DataFrame({
        "claim_id": [f"C{i:03}" for i in range(len(at))], "claimed_by": np.array(list(ratios))[at], "metric": metric,
        "segment": segment, "claimed_value": claim, "made_on": days,
    })  # fmt: skip
    asked = {"claim_id": "Z", "claimed_by": "Sales", "metric": "region", "segment": "R", "claimed_value": last,
             "made_on": pd.Timestamp("2025-12-01")}  # fmt: skip
    figures = pd.DataFrame({"metric": metric, "segment": segment, "value": outside})
    figures = pd.concat([figures, pd.DataFrame([{"metric": "region", "segment": "R", "value": count}])])
    reach = np.exp(TENTH * OUTSIDE)
    figures = figures.assign(low=figures["value"] / reach, high=figures["value"] * reach, source="Yearbook",
                             as_of=pd.Timestamp("2025-06-30"))  # fmt: skip
    truth = {f"claimant_ratio.{name}": row[0] for name, row in ratios.items() if name != "Sales"}
    truth["market_range.region"] = TRUE
    return Case(tables={"claims": pd.concat([claims, pd.DataFrame([asked])], ignore_index=True), "benchmarks": figures},
                as_of=AS_OF, truth=truth, answers=answers(room))  # fmt: skip


def answers(likely):
    """Six people with one range from the 10th to the 90th percentile of the room's error."""
    reach = np.exp(TENTH * ROOM)
    rows = [{"exercise": "3.6", "round": name, "participant": f"P{i}", "item": "region", "value": str(likely),
             "low": str(likely / reach), "high": str(likely * reach)} for name in "12" for i in range(6)]  # fmt: skip
    return pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))


def honest(seed):
    return company(seed, {name: (1.0, spread, n) for name, (_, spread, n) in FUNCTIONS.items()})


def t_limits(case, key):
    """By scipy, from the claims themselves."""
    both = case.tables["claims"].merge(case.tables["benchmarks"], on=["metric", "segment"])
    mine = both[both["claimed_by"] == key.split(".")[1]]
    logs = np.log(mine["claimed_value"] / mine["value"])
    return tuple(np.exp(stats.t.interval(0.95, len(logs) - 1, logs.mean(), stats.sem(logs))))


def with_errors_known(case, key):
    """The same three sources where the function's ratio and every error are known."""
    claims, figures = case.tables["claims"].set_index("claim_id"), case.tables["benchmarks"]
    last = claims.loc["Z", "claimed_value"]
    likely = float(case.answers["value"].iloc[0])
    logs = np.log([last / 1.46, figures.query("metric == 'region'")["value"].iloc[0], last / likely])
    spreads = np.array([LAST, OUTSIDE, ROOM])
    weight = spreads**-2 / (spreads**-2).sum()
    error = np.sqrt(0.5 * (weight @ spreads) ** 2 + 0.5 * (weight**2 @ spreads**2))
    return tuple(np.exp(weight @ logs + TWENTIETH * error * np.array([-1, 1])))


SIZE = "52 claims of four functions, one room of six"
TRIALS = [
    Coverage(exercise="3.6", figure="claimant_ratio", simulate=company, reference=t_limits, size=SIZE,
             beside="t limits on logs (scipy)"),
    Coverage(exercise="3.6", figure="market_range", simulate=company, reference=with_errors_known, size=SIZE, level=0.9,
             beside="Normal limits with every error known"),
    FalseAlarm(exercise="3.6", claim="a function's claims are off", simulate=honest, size=SIZE,
               alarm=lambda findings: findings.headline.code in ("one_off", "several_off")),
]  # fmt: skip
