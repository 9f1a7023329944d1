"""2.1: loads by cell and role, the gap in people, and shares of accounts, on work whose expectation is known."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import beta, norm

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
USABLE, CARE = 150, 1  # as the exercise's file sets them
SPREAD = 0.7  # of a deal's days, over their mean
DAYS = {("new", "plants"): 6.0, ("new", "shops"): 2.5, ("renewal", "plants"): 3.0, ("renewal", "shops"): 1.0}
CELLS = [(region, segment) for region in ("North", "South", "West") for segment in ("plants", "shops")]
ACCOUNTS = {"plants": 60, "shops": 150}
STAFF = {"plants": (3, 2), "shops": (2, 2)}  # hunters, farmers
WRITTEN = 0.8  # share of decided deals with days


def rates(cell, load):
    """Deals of a year by type, such that hunters and farmers stand at the load each."""
    _, segment = cell
    hunters, farmers = STAFF[segment]
    old = USABLE * farmers * load[1] - CARE * ACCOUNTS[segment]
    return {"new": USABLE * hunters * load[0] / DAYS["new", segment], "renewal": old / DAYS["renewal", segment]}


@cache
def company(seed, over=(), full=(1.0, 1.0), usual=(0.9, 0.9)):
    """A year of deals of each cell, Poisson; gamma days; small accounts bring a third of what others do.

    full: load of hunters and farmers in the cells `over`; usual: elsewhere. Sellers hold their own cell's deals.
    """
    rng = np.random.default_rng([21, seed])
    deals, accounts, reps, truth = [], [], [], {}
    for cell in CELLS:
        region, segment = cell
        load = full if cell in over else usual
        n, (hunters, farmers) = ACCOUNTS[segment], STAFF[segment]
        ids = [f"{region} {segment} {i}" for i in range(n)]
        weight = np.where(np.arange(n) < n // 3, 1, 3)
        size = np.where(np.arange(n) < n // 3, 10, 100) + np.arange(n) / n
        accounts.append(pd.DataFrame({"account_id": ids, "region": region, "segment": segment, "potential": size}))
        staff = {"new": [f"{region} {segment} h{i}" for i in range(hunters)],
                 "renewal": [f"{region} {segment} f{i}" for i in range(farmers)]}  # fmt: skip
        reps += [
            (rep, role, region) for role, own in (("hunter", staff["new"]), ("farmer", staff["renewal"])) for rep in own
        ]
        for type_, rate in rates(cell, load).items():
            many = rng.poisson(rate)
            created = pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(0, 365, many), unit="D")
            days = rng.gamma(1 / SPREAD**2, DAYS[type_, segment] * SPREAD**2, many)
            deals.append(pd.DataFrame({
                "created_on": created, "closed_on": created + pd.to_timedelta(rng.integers(5, 90, many), unit="D"),
                "deal_type": type_, "region": region, "segment": segment, "rep_id": rng.choice(staff[type_], many),
                "account_id": rng.choice(ids, many, p=weight / weight.sum()),
                "rep_days": np.where(rng.random(many) < WRITTEN, days, np.nan),
            }))  # fmt: skip
        truth |= cell_truth(cell, load, weight)
    frame = pd.concat(deals, ignore_index=True)
    done = frame["closed_on"] <= pd.Timestamp(AS_OF)
    outcome = np.where(rng.random(len(frame)) < 0.3, "won", "lost")
    frame = frame.assign(closed_on=frame["closed_on"].where(done), outcome=np.where(done, outcome, "open"))
    tables = {
        "deals": frame.assign(deal_id=np.arange(len(frame)).astype(str)),
        "accounts": pd.concat(accounts, ignore_index=True),
        "reps": pd.DataFrame(reps, columns=["rep_id", "role", "region"]),
    }
    return Case(tables=tables, as_of=AS_OF, truth=truth | company_truth(over, full, usual))


def cell_truth(cell, load, weight):
    region, segment = cell
    (hunters, farmers), begun = STAFF[segment], sum(rates(cell, load).values())
    part = f"{region}.{segment}"
    return {
        f"load.{part}": (hunters * load[0] + farmers * load[1]) / (hunters + farmers),
        f"load_hunters.{part}": load[0],
        f"load_farmers.{part}": load[1],
        f"unseen.{part}": np.exp(-begun * weight / weight.sum()).mean(),
    }


def company_truth(over, full, usual):
    loads = [(STAFF[cell[1]], full if cell in over else usual) for cell in CELLS]
    needed = [sum(staff[role] * load[role] for staff, load in loads) for role in (0, 1)]
    people = [sum(staff[role] for staff, _ in loads) for role in (0, 1)]
    care = CARE * sum(ACCOUNTS[segment] for _, segment in CELLS)
    all_days = USABLE * sum(needed)
    return {
        "load_hunters": needed[0] / people[0],
        "load_farmers": needed[1] / people[1],
        "fte_gap": sum(needed) - sum(people),
        "small_share": ((all_days - care) / 7 + care / 3) / all_days,  # a third of accounts, at a third of the weight
        "days_known": WRITTEN,
    }


def uneven(seed):
    return company(seed, over=(("North", "plants"),), full=(0.8, 1.5))


def even(seed):
    return company(seed)


def just_full(seed):
    return company(seed, usual=(1.0, 1.0))


# --- references ------------------------------------------------------------------------------------------------------


def propagated(case, key):
    """Counts as Poisson's and each kind's own mean days, by the law of propagation of errors."""
    name, *part = key.split(".")
    deals, accounts, reps = (case.tables[table] for table in ("deals", "accounts", "reps"))
    roles = {"load_hunters": ["hunter"], "load_farmers": ["farmer"]}.get(name, ["hunter", "farmer"])
    types = [{"hunter": "new", "farmer": "renewal"}[role] for role in roles]
    here = deals[deals["deal_type"].isin(types)]
    seats = reps[reps["role"].isin(roles)]
    if part:
        here = here[(here["region"] == part[0]) & (here["segment"] == part[1])]
        accounts = accounts[(accounts["region"] == part[0]) & (accounts["segment"] == part[1])]
        seats = seats[seats["rep_id"].str.startswith(" ".join(part) + " ")]
    days, variance = (CARE * len(accounts) if "farmer" in roles else 0), 0.0
    known = deals[deals["outcome"] != "open"].dropna(subset=["rep_days"])
    for (type_, segment), own in here.groupby(["deal_type", "segment"]):
        told = known.loc[(known["deal_type"] == type_) & (known["segment"] == segment), "rep_days"]
        days += len(own) * told.mean()
        variance += len(own) * told.mean() ** 2 + len(own) ** 2 * told.var() / len(told)
    reach = norm.ppf(0.975) * np.sqrt(variance)
    if name == "fte_gap":
        return (days - reach) / USABLE - len(seats), (days + reach) / USABLE - len(seats)
    return (days - reach) / USABLE / len(seats), (days + reach) / USABLE / len(seats)


def exact(k, n):
    return beta.ppf(0.025, k, n - k + 1) if k else 0.0, beta.ppf(0.975, k + 1, n - k) if k < n else 1.0


def clopper_pearson(case, key):
    deals, accounts = case.tables["deals"], case.tables["accounts"]
    if key == "days_known":
        decided = deals.loc[deals["outcome"] != "open", "rep_days"]
        return exact(int(decided.notna().sum()), len(decided))
    _, region, segment = key.split(".")
    own = accounts.loc[(accounts["region"] == region) & (accounts["segment"] == segment), "account_id"]
    return exact(int((~own.isin(deals["account_id"])).sum()), len(own))


def poisson_share(case, key):
    """Each deal as one of Poisson's at the known mean days of its kind; care and accounts are fixed."""
    deals, accounts = case.tables["deals"], case.tables["accounts"]
    each = np.array([DAYS[kind] for kind in zip(deals["deal_type"], deals["segment"], strict=True)])
    little = set(accounts.loc[accounts["potential"] < 50, "account_id"])
    small = deals["account_id"].isin(little).to_numpy()
    total = each.sum() + CARE * len(accounts)
    share = (each[small].sum() + CARE * len(little)) / total
    reach = norm.ppf(0.975) * np.sqrt(np.square(each * (small - share)).sum()) / total
    return share - reach, share + reach


SIZE = "some 800 deals, 630 accounts, 27 sellers in six cells"
LAW = "Propagation of errors, kinds by themselves"
TRIALS = [
    *(Coverage(exercise="2.1", figure=name, simulate=uneven, reference=propagated, beside=LAW, size=SIZE)
      for name in ("load", "load_hunters", "load_farmers", "fte_gap")),
    *(Coverage(exercise="2.1", figure=name, simulate=uneven, reference=clopper_pearson, size=SIZE,
               beside="Clopper-Pearson (scipy)") for name in ("unseen", "days_known")),
    Coverage(exercise="2.1", figure="small_share", simulate=uneven, reference=poisson_share, size=SIZE,
             beside="Propagation of errors at known mean days"),
    FalseAlarm(exercise="2.1", claim="a cell is over its days", simulate=just_full, size=SIZE,
               alarm=lambda findings: findings.headline.code in {"full_and_apart", "cell_full"}),
    FalseAlarm(exercise="2.1", claim="roles lie apart", simulate=even, size=SIZE,
               alarm=lambda findings: findings.headline.code in {"full_and_apart", "apart"}),
    FalseAlarm(exercise="2.1", claim="the company is short of people", simulate=just_full, size=SIZE,
               alarm=lambda findings: findings.headline.code == "people_short"),
]  # fmt: skip
