"""3.4: rates, lift, worth and the held-out list on accounts that buy with known chances."""

from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import bootstrap
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.truth.trial import Case, Coverage, FalseAlarm

AS_OF = date(2025, 12, 31)
PRODUCTS = ("Alarm", "Bell", "Camera", "Door")
ACCOUNTS, USUAL, LED, PRICE = 900, 0.12, 0.4, 1000.0


def company(seed, led, alike=USUAL, spread=0.0):
    """Three years in which accounts buy what they lack at 0.12, a Bell at `alike`, or at `led` if they own an Alarm."""
    rng = np.random.default_rng([34, seed])
    owned, rows = np.zeros((ACCOUNTS, 4), bool), []
    for year in (2023, 2024, 2025):
        chance = np.full((ACCOUNTS, 4), USUAL)
        chance[:, 1] = np.where(owned[:, 0], led, alike)
        bought, tried = (rng.random((ACCOUNTS, 4)) < chance) & ~owned, rng.random((ACCOUNTS, 4)) < 0.2
        for outcome, flags in (("won", bought), ("lost", tried & ~bought & ~owned)):
            account, product = np.nonzero(flags)
            rows.append(pd.DataFrame({"account": account, "product": product, "outcome": outcome, "year": year}))
        owned |= bought
    made = pd.concat(rows, ignore_index=True)
    days = pd.to_datetime(made["year"].astype("str") + "-06-01") + pd.to_timedelta(rng.integers(0, 150, len(made)), "D")
    noise = np.exp(spread * rng.standard_normal(len(made)) - spread**2 / 2)
    deals = pd.DataFrame(
        {
            "deal_id": made.index.astype(str), "account_id": made["account"].astype("str").str.zfill(4),
            "product_id": np.array(PRODUCTS, dtype=object)[made["product"]], "outcome": made["outcome"],
            "closed_on": days, "amount": PRICE * noise,
        }
    )  # fmt: skip
    accounts = pd.DataFrame({"account_id": [f"{place:04}" for place in range(ACCOUNTS)]})
    return {"deals": deals, "accounts": accounts}, owned


def led(seed):
    """Owners of Alarms who lack a Bell buy one at 0.4 and are more than 150: all 100 offers of the list are theirs."""
    tables, _ = company(seed, LED, alike=0.05, spread=0.7)
    kept = 1 - (1 - USUAL) ** 3
    truth = {f"owned.{name}": kept for name in ("Alarm", "Camera", "Door")}
    truth |= {f"purchase_rate.{name}": USUAL for name in ("Alarm", "Camera", "Door")}
    won = USUAL / (USUAL + 0.2 * (1 - USUAL))
    truth |= {f"offer_win_rate.{name}": won for name in ("Alarm", "Camera", "Door")}
    truth |= {f"never_offered.{name}": 0.8**3 for name in ("Alarm", "Camera", "Door")}
    truth |= {f"whitespace.{name}": gaps(tables, name) * USUAL * PRICE for name in ("Alarm", "Camera", "Door")}
    truth |= {"lift.Alarm.Camera": 1.0, "lift.Camera.Door": 1.0, "lift.Alarm.Door": 1.0}
    return Case(tables=tables, as_of=AS_OF, truth=truth)


def listed(seed):
    """The most sold product is bought at 0.12; k stands for what the list holds: see `held`."""
    tables, _ = company(seed, 0.5, alike=0.02)
    gap = owners_lacking(tables)
    first = min(gap, 200)
    ours = (first * 0.5 + (200 - first) * USUAL) / 200
    truth = {"precision_at_k": ours, "popularity_at_k": USUAL, "precision_gain": ours - USUAL}
    return Case(tables=tables, as_of=AS_OF, truth=truth)


def nothing(seed):
    tables, _ = company(seed, USUAL)
    return Case(tables=tables, as_of=AS_OF)


def won(tables, name, until=2025):
    deals = tables["deals"]
    rows = deals[(deals["product_id"] == name) & (deals["outcome"] == "won") & (deals["closed_on"].dt.year <= until)]
    return set(rows["account_id"])


def gaps(tables, name):
    return ACCOUNTS - len(won(tables, name))


def owners_lacking(tables):
    return len(won(tables, "Alarm", 2024) - won(tables, "Bell", 2024))


def bought(tables, name):
    lacked = ACCOUNTS - len(won(tables, name, 2024))
    return len(won(tables, name)) - len(won(tables, name, 2024)), lacked


def jeffreys(k, n):
    return proportion_confint(k, n, method="jeffreys")


def of_owned(case, key):
    return jeffreys(len(won(case.tables, key.split(".")[1])), ACCOUNTS)


def of_year(case, key):
    return jeffreys(*bought(case.tables, key.split(".")[1]))


def of_offers(case, key):
    deals = case.tables["deals"].query(f"product_id == '{key.split('.')[1]}'")
    return jeffreys(int((deals["outcome"] == "won").sum()), len(deals))


def of_untouched(case, key):
    name = key.split(".")[1]
    touched = case.tables["deals"].query("product_id == @name")["account_id"].nunique()
    return jeffreys(ACCOUNTS - touched, gaps(case.tables, name))


def by_accounts(case, key):
    """Bootstrap over the accounts that lacked it a year ago, scipy: what each spent, 0 for most."""
    name = key.split(".")[1]
    deals = case.tables["deals"]
    late = deals[(deals["product_id"] == name) & (deals["outcome"] == "won") & (deals["closed_on"].dt.year == 2025)]
    spent = np.zeros(bought(case.tables, name)[1])
    spent[: len(late)] = late["amount"]
    made = bootstrap((spent,), np.mean, n_resamples=400, method="percentile", rng=np.random.default_rng(3))
    return tuple(gaps(case.tables, name) * np.array(made.confidence_interval))


def by_drawing(case, key):
    """Multinomial draws of the four cells, numpy."""
    first, second = (won(case.tables, name) for name in key.split(".")[1:])
    both = len(first & second)
    cells = np.array([both, len(first) - both, len(second) - both])
    cells = np.append(cells, ACCOUNTS - cells.sum())
    made = np.random.default_rng(6).multinomial(ACCOUNTS, cells / ACCOUNTS, 2000)
    drawn = made[:, 0] * ACCOUNTS / ((made[:, 0] + made[:, 1]) * (made[:, 0] + made[:, 2]))
    return tuple(np.quantile(drawn, [0.025, 0.975]))


def at_truth(case, key):
    return proportion_confint(round(200 * case.truth[key]), 200, method="jeffreys")


def agresti_caffo(case, key):
    counts = [round(200 * case.truth[name]) for name in ("precision_at_k", "popularity_at_k")]
    return confint_proportions_2indep(counts[0], 200, counts[1], 200, method="agresti-caffo")


SIZE = "900 accounts, four products, three years"
JEFFREYS = "Jeffreys (statsmodels)"
OF_RATES = {"owned": of_owned, "purchase_rate": of_year, "offer_win_rate": of_offers, "never_offered": of_untouched}
TRIALS = [
    *(
        Coverage(exercise="3.4", figure=name, simulate=led, reference=reference, size=SIZE, beside=JEFFREYS)
        for name, reference in OF_RATES.items()
    ),
    Coverage(exercise="3.4", figure="whitespace", simulate=led, reference=by_accounts, size=SIZE,
             beside="Bootstrap over accounts (scipy)"),
    Coverage(exercise="3.4", figure="lift", simulate=led, reference=by_drawing, size=SIZE,
             beside="Multinomial draws (numpy)"),
    Coverage(exercise="3.4", figure="precision_at_k", simulate=listed, reference=at_truth, size=SIZE, beside=JEFFREYS),
    Coverage(exercise="3.4", figure="popularity_at_k", simulate=listed, reference=at_truth, size=SIZE, beside=JEFFREYS),
    Coverage(exercise="3.4", figure="precision_gain", simulate=listed, reference=agresti_caffo, size=SIZE,
             beside="Agresti-Caffo (statsmodels)"),
    FalseAlarm(exercise="3.4", claim="the list finds more buyers", simulate=nothing, size=SIZE,
               alarm=lambda findings: (findings.figure("precision_gain").low or 0) > 0),
    FalseAlarm(exercise="3.4", claim="a hundred calls bring most with a product", simulate=nothing, size=SIZE,
               alarm=lambda findings: findings.headline.code == "brings_most"),
    FalseAlarm(exercise="3.4", claim="two products are owned together", simulate=nothing, size=SIZE,
               alarm=lambda findings: any(row["p"] <= 0.05 and row["low"] > 1 for row in findings.rows("pairs"))),
]  # fmt: skip
