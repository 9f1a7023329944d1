"""Which few places serve all: the p-median problem, and who goes where at the least cost."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array

Array = NDArray[np.float64]
NODES, SECONDS = 20_000, 120.0  # nodes, so that every machine finds the same; seconds as a last resort


class NotSolved(RuntimeError):
    """HiGHS found no plan in its time; the message is its own."""


Medians = tuple[list[int], NDArray[np.int64], bool]


def p_median(cost: ArrayLike, p: int, weights: ArrayLike | None = None) -> Medians:
    """The p places that serve all at the least sum of weight x cost; shape (customers, places).

    Returns the places, the place of each customer, and whether this is proved to be the best. Solved as a
    mixed-integer program by HiGHS. Raises ValueError for p out of range, NotSolved.
    Source: Hakimi (1964), Operations Research 12, 450-459; ReVelle & Swain (1970), Geogr. Anal. 2, 30-42.
    """
    cost = np.asarray(cost, float)
    customers, places = cost.shape
    if not 1 <= p <= places:
        raise ValueError(f"p must be 1 to {places}")
    weighted = cost * (1.0 if weights is None else np.asarray(weights, float)[:, np.newaxis])
    objective = np.concatenate([weighted.ravel(), np.zeros(places)])
    integral = np.concatenate([np.zeros(weighted.size), np.ones(places)])
    found = milp(objective, integrality=integral, bounds=Bounds(0, 1), constraints=rules(customers, places, p),
                 options={"node_limit": NODES, "time_limit": SECONDS})  # fmt: skip
    if found.x is None:
        raise NotSolved(found.message)
    chosen = np.flatnonzero(found.x[weighted.size :] > 0.5)
    return [int(place) for place in chosen], chosen[cost[:, chosen].argmin(axis=1)], found.status == 0


def rules(customers: int, places: int, p: int) -> list[LinearConstraint]:
    """Everybody is served once; only by an open place; p places are open."""
    served, at = np.divmod(np.arange(customers * places), places)
    ones, each = np.ones(customers * places), np.arange(customers * places)
    width = customers * places + places
    once = coo_array((ones, (served, each)), shape=(customers, width))
    opened = coo_array(
        (np.concatenate([ones, -ones]), (np.tile(each, 2), np.concatenate([each, customers * places + at]))),
        shape=(customers * places, width),
    )
    last = customers * places + np.arange(places)
    many = coo_array((np.ones(places), (np.zeros(places, int), last)), shape=(1, width))
    return [LinearConstraint(once, 1, 1), LinearConstraint(opened, -np.inf, 0), LinearConstraint(many, p, p)]


def assign(cost: ArrayLike) -> tuple[NDArray[np.int64], float]:
    """The column of each row, one to one, at the least total cost, and that cost; shape (rows, columns), rows fewer.

    Source: Crouse (2016), IEEE Trans. Aerosp. Electron. Syst. 52, 1679-1696; by scipy.
    """
    cost = np.asarray(cost, float)
    rows, columns = linear_sum_assignment(cost)
    return columns, float(cost[rows, columns].sum())
