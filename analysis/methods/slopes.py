"""How the chance of an outcome goes with a quantity, within groups: a logistic slope said in points of the chance."""

import numpy as np
import pandas as pd
import statsmodels.api as sm
from numpy.typing import ArrayLike
from scipy.stats import norm

from analysis.methods.survival import UNKNOWN, Estimate

STEEPEST = 40.0  # a log-odds slope over the whole range beyond which the outcomes are separated, not sloped


def average_slope(x: ArrayLike, won: ArrayLike, group: ArrayLike, effect: float = 1.0, level: float = 0.95) -> Estimate:
    """Average change of P(won) for one more unit of `x` within groups, with Wald limits; shapes (n,).

    Logistic regression with an intercept per group; groups that all end alike say nothing of the slope and are left
    out. effect: the design effect of clustered outcomes, which widens the limits. UNKNOWN where `x` or the outcome does
    not vary, or where `x` separates the outcomes. An association: what goes with `x` is in it too.
    Source: McCullagh & Nelder (1989), 4; average marginal effect as in Wooldridge (2010), 15.4.
    """
    cells = cells_of(np.asarray(x, float), np.asarray(won, bool), np.asarray(group, str))
    if cells.empty or cells.groupby("group")["x"].nunique().max() < 2:
        return UNKNOWN
    design = pd.get_dummies(cells["group"], dtype=float).assign(x=cells["x"]).to_numpy()
    lost = (cells["n"] - cells["won"]).to_numpy()
    if separated(cells):
        return UNKNOWN
    fit = sm.GLM(np.column_stack([cells["won"], lost]), design, family=sm.families.Binomial()).fit()
    slope, spread = float(fit.params[-1]), float(fit.bse[-1]) * np.sqrt(effect)
    chance, n = np.asarray(fit.fittedvalues), cells["n"].to_numpy(float)
    scale = float((chance * (1 - chance) * n).sum() / n.sum())
    reach = float(norm.ppf(0.5 + level / 2)) * spread
    if abs(slope) * float(np.ptp(cells["x"])) > STEEPEST:
        return UNKNOWN
    return Estimate(slope * scale, (slope - reach) * scale, (slope + reach) * scale)


def cells_of(x: np.ndarray, won: np.ndarray, group: np.ndarray) -> pd.DataFrame:
    """x, group, won, n of each different pair, in their order; groups with one outcome alone are left out."""
    frame = pd.DataFrame({"group": group, "x": x, "won": won}).dropna()
    share = frame.groupby("group")["won"].transform("mean")
    kept = frame[(share > 0) & (share < 1)]
    return kept.groupby(["group", "x"], sort=True)["won"].agg(won="sum", n="size").reset_index()


def separated(cells: pd.DataFrame) -> bool:
    """Whether in every group all wins lie at or below all losses, or all above: no finite slope exists.

    Source: Albert & Anderson (1984), Biometrika 71, 1-10.
    """
    won, lost = cells[cells["won"] > 0], cells[cells["won"] < cells["n"]]
    ends = pd.concat(
        [won.groupby("group")["x"].agg(["min", "max"]), lost.groupby("group")["x"].agg(["min", "max"])], axis=1,
    ).to_numpy()  # fmt: skip
    return bool((ends[:, 1] <= ends[:, 2]).all() or (ends[:, 0] >= ends[:, 3]).all())
