"""2.5: days to close of the company and by product, the chance of a win by an age, and the days in each stage."""

from datetime import date

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times
from scipy.stats import bootstrap, norm
from statsmodels.duration.survfunc import CumIncidenceRight

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2024, 12, 31)
TODAY = pd.Timestamp(AS_OF)
SPREAD, WON, AGE = 0.6, 0.35, 180
PRODUCTS = ("A", "B", "C", "D")


def company(seed, middles, n=1600, first=720, last=0):
    """Deals created evenly between `first` and `last` days ago; log-normal days to close, 35 % of them won."""
    rng = np.random.default_rng([25, seed])
    product = rng.integers(0, len(PRODUCTS), n)
    age = rng.integers(last, first, n)
    days = np.floor(np.array(middles)[product] * np.exp(SPREAD * rng.standard_normal(n))).astype(int)
    closed = days <= age
    created = TODAY - pd.to_timedelta(age, unit="D")
    outcome = np.where(~closed, "open", np.where(rng.random(n) < WON, "won", "lost"))
    deals = pd.DataFrame({"deal_id": np.arange(n).astype(str), "product_id": np.array(PRODUCTS)[product],
                          "created_on": created, "outcome": outcome})  # fmt: skip
    deals["closed_on"] = (created + pd.to_timedelta(days, unit="D")).to_series(index=deals.index).where(closed)
    truth = {f"median_cycle.{name}": float(np.floor(middle)) for name, middle in zip(PRODUCTS, middles, strict=True)}
    by_then = np.mean([norm.cdf(np.log((AGE + 1) / middle) / SPREAD) for middle in middles])
    return Case(tables={"deals": deals}, as_of=AS_OF, truth=truth | {"win_within_180": WON * by_then})


def alike(seed):
    case = company(seed, [70.5] * 4)
    return Case(tables=case.tables, as_of=AS_OF, truth=case.truth | {"median_cycle": 70.0})


def unlike(seed):
    return company(seed, [50.5, 60.5, 70.5, 110.5])


def through_stages(seed):
    """All closed; each deal's days fall to three stages in shares of their own, 50 : 30 : 20 on average."""
    case = company(seed, [90.5] * 4, n=500, first=2900, last=2000)
    rng = np.random.default_rng([26, seed])
    deals = case.tables["deals"].assign(
        closed_on=lambda rows: rows["closed_on"].fillna(TODAY),
        outcome=lambda rows: rows["outcome"].replace("open", "lost"),
    )
    shares = np.cumsum(rng.dirichlet([10, 6, 4], len(deals)), axis=1)
    days = (deals["closed_on"] - deals["created_on"]).to_numpy()
    begins = [np.zeros(len(deals)), shares[:, 0], shares[:, 1]]
    events = [
        pd.DataFrame({"deal_id": deals["deal_id"], "stage": stage, "entered_at": deals["created_on"] + days * begin})
        for stage, begin in zip(("Qualify", "Proposal", "Contract"), begins, strict=True)
    ]
    stages = pd.DataFrame({"stage": ["Qualify", "Proposal", "Contract"], "position": [1.0, 2.0, 3.0], "kind": "open"})
    history = pd.concat(events).sort_values(["deal_id", "entered_at"], ignore_index=True)
    truth = {"elapsed_share.Qualify": 0.5, "elapsed_share.Proposal": 0.3, "elapsed_share.Contract": 0.2}
    return Case(tables={"deals": deals, "stage_events": history, "stages": stages}, as_of=AS_OF, truth=truth)


def lived(deals):
    ended = deals["outcome"] != "open"
    return (deals["closed_on"].fillna(TODAY) - deals["created_on"]).dt.days, ended


def lifelines_median(case, key):
    deals = case.tables["deals"]
    _, _, product = key.partition(".")
    fit = KaplanMeierFitter().fit(*lived(deals[deals["product_id"] == product] if product else deals))
    return tuple(median_survival_times(fit.confidence_interval_).to_numpy()[0])


def statsmodels_incidence(case, key):
    deals = case.tables["deals"]
    days, ended = lived(deals)
    cause = np.where(ended, np.where(deals["outcome"] == "won", 1, 2), 0)
    fit = CumIncidenceRight(days + 0.5, cause)
    step = np.searchsorted(fit.times, AGE + 0.6) - 1
    value, reach = fit.cinc[0][step], 1.96 * fit.cinc_se[0][step]
    return value - reach, value + reach


def bootstrap_share(case, key):
    """By whole deals, percentile limits (scipy)."""
    stage = key.split(".")[1]
    events, deals = case.tables["stage_events"], case.tables["deals"].set_index("deal_id")
    leaves = events.groupby("deal_id")["entered_at"].shift(-1).fillna(events["deal_id"].map(deals["closed_on"]))
    stay = (leaves - events["entered_at"]) / pd.Timedelta(days=1)
    whole = stay.groupby(events["deal_id"]).sum()
    part = stay[events["stage"] == stage].groupby(events["deal_id"]).sum().reindex(whole.index, fill_value=0)
    found = bootstrap(
        (part.to_numpy(), whole.to_numpy()), lambda a, b, axis: a.sum(axis=axis) / b.sum(axis=axis), paired=True,
        n_resamples=499, method="percentile", rng=np.random.default_rng(1), vectorized=True,
    )  # fmt: skip
    return found.confidence_interval


def slow_one(findings):
    return findings.headline.code == "slow_product"


SIZE = "1,600 deals of four products in two years"
TRIALS = [
    Coverage(exercise="2.5", figure="median_cycle", simulate=unlike, reference=lifelines_median, size=SIZE,
             beside="Brookmeyer-Crowley (lifelines)"),
    Coverage(exercise="2.5", figure="win_within_180", simulate=unlike, reference=statsmodels_incidence, size=SIZE,
             beside="Aalen-Johansen, normal limits (statsmodels)"),
    Coverage(exercise="2.5", figure="elapsed_share", simulate=through_stages, reference=bootstrap_share,
             size="500 closed deals through three stages", beside="bootstrap over deals (scipy)"),
    FalseAlarm(exercise="2.5", claim="one product takes longer than the others", simulate=alike, size=SIZE,
               alarm=slow_one),
]  # fmt: skip
