"""Who takes over what, so that everybody has about the same: reassignment by mixed-integer programming.

Least excess beyond a band about the mean first, then fewest pieces moved: two programs, one after the other, solved
by HiGHS. A small problem is solved as it stands. Of a larger one the linear relaxation is solved, which bounds what
any map could reach, and the integer program keeps to the moves that it makes or splits; what it finds is held against
the bound. Nodes are limited, not seconds, so that the same problem has the same answer on every machine; the limit of
seconds is a last resort, and is said.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, linprog, milp

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOBODY = -1
EXACT = 300  # candidates up to which the whole program is solved as it stands
CLOSE = 0.01  # of the mean per holder: the gap at which the excess of a larger program is as good as least
SLACK = 0.005  # of the mean per holder: what fewer moves may cost in excess there
FEW_MORE = 0.05  # share of moves over the bound at which they are as good as fewest
NEAREST = 150  # candidates beside the kernel, by what they would cost the relaxation
NODES = 200
SECONDS = 120.0
TINY = 1e-6
PROVED = 0  # HiGHS's status, as scipy gives it


@dataclass(frozen=True)
class Pieces:
    """What can be moved, and who may hold it. n pieces, k holders.

    value: to be spread evenly, shape (n,), in any unit. load: of a holder's year, shape (n,), a fraction. home: whose
    it is today, `NOBODY` where it is borne by several. share: what each holder bears of a piece of nobody, shape
    (n, k), rows that sum to 1; of no meaning elsewhere. allowed: who may take it, shape (n, k). count: how many it
    counts as when it moves; ties: how many relationships end with that.
    """

    value: Array
    load: Array
    home: Ints
    share: Array
    allowed: Flags
    count: Array
    ties: Array

    @property
    def holders(self) -> int:
        return int(self.allowed.shape[1])

    def held(self, what: Array, to: Ints) -> Array:
        """Sums per holder of `what`, shape (n,), on the map `to`, shape (n,)."""
        owned = to != NOBODY
        alone = np.bincount(to[owned], what[owned], self.holders)
        return np.asarray(alone + what[~owned] @ self.share[~owned])


@dataclass(frozen=True)
class Limits:
    """kept: share of the ties that must stay. band: fraction of the mean either side that costs nothing.

    most_load: that nobody may come to, or today's own where that is higher.
    """

    kept: float = 1.0
    band: float = 0.05
    most_load: float = np.inf


@dataclass(frozen=True)
class Map:
    """to: the holder of each piece, `NOBODY` where it stays with several.

    excess: beyond the band, in means of a holder, over all; least_excess: no map has less. moved: pieces by their
    count; least_moved: no map of this excess moves fewer. in_time: whether HiGHS ended by itself, or by its nodes.
    """

    to: Ints
    excess: float
    least_excess: float
    moved: float
    least_moved: float
    in_time: bool

    def proved(self, holders: int) -> bool:
        """Whether no map is better by more than a hundredth of the mean per holder, or a twentieth of the moves."""
        near = self.excess - self.least_excess <= (CLOSE + SLACK) * holders + TINY
        return near and self.moved <= max(self.least_moved * (1 + FEW_MORE), np.ceil(self.least_moved - TINY)) + TINY


class Program:
    """The constraints over candidates (piece, holder) and, behind them, the excess of each holder.

    Rows: one holder per piece; not over the band; not under it; load; ties kept; sum of the excess.
    """

    def __init__(self, pieces: Pieces, limits: Limits) -> None:
        self.pieces, self.limits = pieces, limits
        self.piece, self.to = candidates(pieces)
        self.stays = self.to == pieces.home[self.piece]
        if limits.kept >= 1:  # then nothing that has ties can go, and need not be looked at
            may = self.stays | (pieces.ties[self.piece] == 0)
            self.piece, self.to, self.stays = self.piece[may], self.to[may], self.stays[may]

    @property
    def size(self) -> int:
        return len(self.piece)

    @cached_property
    def mean(self) -> float:
        return float(self.pieces.value.sum() / self.pieces.holders) or 1.0

    def borne(self, what: Array) -> sparse.csr_matrix:
        """Shape (k, candidates): what each holder bears with each candidate."""
        shared = self.to == NOBODY
        at = np.flatnonzero(shared)
        whole = sparse.csr_matrix(
            (what[self.piece[~shared]], (self.to[~shared], np.flatnonzero(~shared))), (self.pieces.holders, self.size)
        )
        parts = sparse.csr_matrix(self.pieces.share[self.piece[at]].T * what[self.piece[at]])
        put = sparse.csr_matrix((np.ones(len(at)), (np.arange(len(at)), at)), (len(at), self.size))
        return sparse.csr_matrix(whole + parts @ put)

    @cached_property
    def rows(self) -> sparse.csr_matrix:
        n, k = self.pieces.allowed.shape
        ones, each = sparse.csr_matrix(np.ones((1, k))), sparse.identity(k)
        holder = sparse.csr_matrix((np.ones(self.size), (self.piece, np.arange(self.size))), (n, self.size))
        value = self.borne(self.pieces.value / self.mean)
        ties = sparse.csr_matrix(self.pieces.ties[self.piece] * self.stays)
        grid: Any = [[holder, None], [value, -each], [value, each], [self.borne(self.pieces.load), None], [ties, None],
                [None, ones]]  # fmt: skip
        return sparse.csr_matrix(sparse.bmat(grid))

    def limits_of_rows(self, most_excess: float) -> tuple[Array, Array]:
        n, k = self.pieces.allowed.shape
        band, free = self.limits.band, np.inf
        today = self.pieces.held(self.pieces.load, self.pieces.home)
        most_load = np.maximum(self.limits.most_load, today + TINY)
        ties = self.limits.kept * self.pieces.ties.sum() - TINY
        low = np.r_[np.ones(n), np.full(k, -free), np.full(k, 1 - band), np.full(k, -free), ties, -free]
        high = np.r_[np.ones(n), np.full(k, 1 + band), np.full(2 * k, free), free, most_excess]
        high[n + 2 * k : n + 3 * k] = most_load
        return low, high

    @property
    def excess_cost(self) -> Array:
        return np.concatenate([np.zeros(self.size), np.ones(self.pieces.holders)])

    @property
    def move_cost(self) -> Array:
        """Of candidates: how many move; with a hair for ties that end and for the excess, so that of maps with as many
        moves one that ends fewer ties is taken, and of those the evener."""
        hair = 0.4 / max(float(self.pieces.ties.sum()), 1.0)
        cost = self.pieces.count + hair * self.pieces.ties
        moves = np.where(self.stays, 0.0, cost[self.piece])
        return np.concatenate([moves, np.full(self.pieces.holders, 1e-4)])


def candidates(pieces: Pieces) -> tuple[Ints, Ints]:
    """Each piece with each who may take it, and with whom it is now; in the order of the pieces."""
    allowed = pieces.allowed.copy()
    owned = np.flatnonzero(pieces.home != NOBODY)
    allowed[owned, pieces.home[owned]] = True
    piece, to = np.nonzero(allowed)
    nobody = np.flatnonzero(pieces.home == NOBODY)
    piece, to = np.r_[piece, nobody], np.r_[to, np.full(len(nobody), NOBODY)]
    order = np.lexsort((to, piece))
    return piece[order], to[order]


def reassign(pieces: Pieces, limits: Limits) -> Map:
    """The map with least excess beyond the band, and of those the one that moves fewest. There always is one.

    Source: Hess & Samuels (1971), Management Science 18, P41-P54, as a mixed-integer program; larger problems by the
    kernel of the relaxation: Angelelli, Mansini & Speranza (2010), Computers & Operations Research 37, 2017-2026.
    """
    program = Program(pieces, limits)
    if program.size <= EXACT:
        return solved(program, np.arange(program.size), None)
    least = relaxed(program, program.excess_cost, np.inf)
    slack = SLACK * pieces.holders
    fewest = relaxed(program, program.move_cost, least.fun + slack)
    return solved(program, kernel(program, fewest), float(least.fun))


def kernel(program: Program, relaxation: Any) -> Ints:
    """Candidates worth keeping: today's map, the moves made, all of the pieces split, and those nearest to be made."""
    x = relaxation.x[: program.size]
    split = np.isin(program.piece, program.piece[(x > TINY) & (x < 1 - TINY)])
    kept = program.stays | split | (x > TINY)
    nearest = np.argsort(relaxation.lower.marginals[: program.size], kind="stable")
    kept[nearest[~kept[nearest]][:NEAREST]] = True
    return np.flatnonzero(kept)


def relaxed(program: Program, cost: Array, most_excess: float) -> Any:
    """The linear program: pieces may be split."""
    low, high = program.limits_of_rows(most_excess)
    even, most, least = low == high, (low < high) & np.isfinite(high), (low < high) & np.isfinite(low)
    rows = program.rows
    found: Any = linprog(  # type: ignore[call-overload]  # scipy takes sparse rows, its stubs do not
        cost, A_ub=sparse.vstack([rows[most], -rows[least]]), b_ub=np.r_[high[most], -low[least]], A_eq=rows[even],
        b_eq=low[even], bounds=(0, None), method="highs-ds",
    )  # fmt: skip
    if found.x is None:
        raise RuntimeError(f"HiGHS found no linear map, though that of today is one: {found.message}")
    return found


def solved(program: Program, kept: Ints, bound: float | None) -> Map:
    """Both integer programs over the candidates `kept`. bound: the least excess of any map, where it is known."""
    holders, exact = program.pieces.holders, bound is None
    first = integer(program, kept, program.excess_cost, np.inf, CLOSE * holders if not exact else 0.0)
    if first.x is None:
        return map_of(program, program.pieces.home, 0.0 if exact else float(bound or 0), 0.0, in_time=False)
    slack = TINY * holders if exact else SLACK * holders
    most = max(excess_of(program, taken(program, kept, first.x)), bound or 0.0) + slack
    second = integer(program, kept, program.move_cost, most, 0.0, 0.0 if exact else FEW_MORE)
    best = first if second.x is None else second
    least_excess = first.mip_dual_bound if exact else bound
    least_moved = second.mip_dual_bound if exact else relaxed(program, program.move_cost, most).fun
    in_time = all(one.status == PROVED or (one.mip_node_count or 0) >= NODES for one in (first, second))
    found = map_of(program, taken(program, kept, best.x), float(least_excess or 0), float(least_moved or 0), in_time)
    return found


def integer(program: Program, kept: Ints, cost: Array, most_excess: float, gap: float, share: float = 0.0) -> Any:
    """The integer program. gap: how far from the least it may end, in the unit of the cost; share: of the cost.

    scipy knows a relative gap alone: a column of 1 with a cost of 1 makes `gap` one.
    """
    columns = np.r_[kept, program.size + np.arange(program.pieces.holders)]
    low, high = program.limits_of_rows(most_excess)
    rows = sparse.hstack([program.rows[:, columns], sparse.csr_matrix((len(low), 1))]).tocsr()
    offset = 1.0 if gap else 0.0
    ceiling = np.r_[np.ones(len(kept)), np.full(program.pieces.holders, np.inf), 1.0]
    floor = np.r_[np.zeros(len(ceiling) - 1), 1.0]
    found = milp(
        np.r_[cost[columns], offset * gap / CLOSE],
        constraints=(rows, low, high),
        bounds=Bounds(floor, ceiling),
        integrality=np.r_[np.ones(len(kept)), np.zeros(program.pieces.holders + 1)],
        options={"mip_rel_gap": CLOSE if gap else max(share, TINY), "node_limit": NODES if share or gap else 20 * NODES,
                 "time_limit": SECONDS},
    )  # fmt: skip
    return found


def taken(program: Program, kept: Ints, x: Array) -> Ints:
    chosen = kept[x[: len(kept)] > 0.5]
    to = np.empty(len(program.pieces.value), dtype=np.int64)
    to[program.piece[chosen]] = program.to[chosen]
    return to


def excess_of(program: Program, to: Ints) -> float:
    shares = program.pieces.held(program.pieces.value / program.mean, to)
    return float(np.maximum(np.abs(shares - 1) - program.limits.band, 0).sum())


def map_of(program: Program, to: Ints, least_excess: float, least_moved: float, in_time: bool) -> Map:
    moved = float(program.pieces.count[to != program.pieces.home].sum())
    excess = excess_of(program, to)
    return Map(to, excess, min(least_excess, excess), moved, min(least_moved, moved), in_time)
