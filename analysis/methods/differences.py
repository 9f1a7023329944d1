"""What changed where something happened, beyond what changed elsewhere: difference in differences and event study."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.stats import t

from analysis.methods.survival import UNKNOWN, Estimate

FEWEST = 4  # units, of which two on each side


def difference_in_differences(panel: pd.DataFrame, level: float = 0.95) -> Estimate:
    """Change of the treated less change of the others, with limits clustered by unit.

    panel: unit, treated (bool, of the unit), after (bool, of the period), value; a row per unit and period. UNKNOWN
    with fewer than two units on a side, or where a side lacks one of both times. Assumes that both would have changed
    alike.
    Source: Card & Krueger (1994), AER 84, 772-793; clusters Bertrand, Duflo & Mullainathan (2004), QJE 119, 249-275,
    with t on units - 1 degrees of freedom.
    """
    units = panel.groupby("unit")["treated"].first()
    if units.sum() < 2 or (~units).sum() < 2 or len(panel.groupby(["treated", "after"]).size()) < 4:
        return UNKNOWN
    treated, after = panel["treated"].to_numpy(float), panel["after"].to_numpy(float)
    design = np.column_stack([np.ones(len(panel)), treated, after, treated * after])
    return clustered(design, panel, 3, level)


def event_study(panel: pd.DataFrame, periods: Sequence[int], level: float = 0.95) -> dict[int, Estimate]:
    """Gap between treated and other units in each period relative to the event, less the gap in the period before it.

    panel: unit, treated (bool, of the unit), relative (int: periods since the event, the same calendar for matched
    units), value. periods: those to estimate, without -1. Units and periods have effects of their own; limits are
    clustered by unit. Gaps before the event should be near 0. UNKNOWN in a period that one side lacks.
    Source: Freyaldenhoven, Hansen & Shapiro (2019), AER 109, 3307-3338; MacKinlay (1997), J. Econ. Lit. 35, 13-39.
    """
    known = panel[panel["relative"].isin([-1, *periods])]
    sides = known.groupby(["relative", "treated"])["unit"].nunique().unstack(fill_value=0)
    told = [
        period
        for period in periods
        if period in sides.index and (sides.loc[period] > 0).all() and len(sides.columns) > 1
    ]
    found = dict.fromkeys(periods, UNKNOWN)
    if known["unit"].nunique() < FEWEST or not told or -1 not in sides.index:
        return found
    known = known[known["relative"].isin([-1, *told])]
    treated = known["treated"].to_numpy(float)
    gaps = np.column_stack([treated * (known["relative"] == period) for period in told])
    effects = [pd.get_dummies(known[column].astype(str), drop_first=drop, dtype=float).to_numpy()
               for column, drop in (("unit", False), ("relative", True))]  # fmt: skip
    design = np.column_stack([gaps, *effects])
    return found | {period: clustered(design, known, place, level) for place, period in enumerate(told)}


def clustered(design: np.ndarray, panel: pd.DataFrame, place: int, level: float) -> Estimate:
    """One coefficient of ordinary least squares, standard errors clustered by unit, t on units - 1.

    The variance is multiplied by units / (units - 1) alone: effects of units are nested in the clusters and cost none.
    """
    groups = pd.factorize(panel["unit"], sort=True)[0]
    units = int(groups.max()) + 1
    fit = sm.OLS(panel["value"].to_numpy(float), design).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
    )
    variance = max(float(fit.cov_params()[place, place]), 0.0) * units / (units - 1)
    reach = float(t.ppf(0.5 + level / 2, units - 1)) * np.sqrt(variance)
    value = float(fit.params[place])
    return Estimate(value, value - reach, value + reach)
