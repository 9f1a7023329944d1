"""The worked case of 6.1: money per rep-day by group and model, the weights, how often its tripwires fire."""

from functools import cache

import numpy as np
import pytest
from scipy.cluster.vq import kmeans2
from scipy.spatial.distance import cdist
from scipy.stats import norm

from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("6.1")
GROUPS = {  # accounts, thousands of margin, rep-days: by name, at the desk
    "Chains": ((46, 1615, 1012), (24, 486, 424)),
    "Regular": ((150, 1128, 1881), (230, 1205, 1843)),
    "Occasional": ((90, 127, 538), (370, 446, 742)),
}
REPEAT = {"Chains": (58, 64), "Regular": (226, 341), "Occasional": (97, 375)}
CENTRES = {"Chains": (2.4, 2.2), "Regular": (0.8, 0.7), "Occasional": (-1.0, -0.9)}  # log margin, log orders
ROOM = (  # repeat over return, breadth, room to grow; return over breadth, room to grow; breadth over room to grow
    (5, 3, 3, 1, 1, 1), (7, 5, 3, 1, 1 / 3, 1 / 5), (3, 3, 5, 1, 3, 1), (5, 7, 5, 3, 1, 1), (5, 3, 1, 1, 1 / 5, 1 / 3),
    (3, 5, 3, 3, 1, 1 / 3), (7, 5, 7, 1 / 3, 1, 5), (1, 3, 1, 3, 1 / 3, 1), (5, 3, 1 / 3, 1 / 3, 1, 3),
    (1 / 3, 3, 1, 5, 3, 1 / 3), (5, 7, 3, 1, 1 / 3, 1 / 5), (3, 1, 5, 1 / 3, 1, 3),
)  # fmt: skip
PAIRS = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))
RANDOM_INDEX = 0.90  # Saaty, four criteria


def rows():
    return {row[0]: row[1:] for row in cells_of(FILE)[1:]}


@cache
def gaps():
    """{group: (gap, low, high)} in money a day; accounts are quantiles of log-normals, drawn anew with replacement."""
    rng, found = np.random.default_rng(61), {}
    for group, models in GROUPS.items():
        ratios = []
        for n, margin, days in models:
            z = norm.ppf((np.arange(n) + 0.5) / n)
            spent, earned = np.exp(0.5 * z), np.exp(0.5 * z + 0.45 * rng.permutation(z))
            spent, earned = spent / spent.sum() * days, earned / earned.sum() * margin * 1000
            drawn = rng.integers(0, n, (4000, n))
            ratios.append((earned.sum() / spent.sum(), earned[drawn].sum(1) / spent[drawn].sum(1)))
        (named, many), (desk, others) = ratios
        found[group] = (named - desk, *np.percentile(many - others, [2.5, 97.5]))
    return found


def money(value):
    return f"{value:,.0f}".replace("-", "−")


def test_the_table():
    for group, (accounts, repeat, named, desk, gap) in rows().items():
        models = GROUPS[group]
        assert accounts == f"{models[0][0]} + {models[1][0]}"
        k, n = REPEAT[group]
        low, high = (round(100 * float(limit)) for limit in wilson_interval(k, n))
        assert repeat == f"{k} of {n}, {100 * k / n:.0f} % ({low}–{high})"
        assert [named, desk] == [f"€{money(1000 * margin / days)}" for _, margin, days in models]
        value, low, high = (money(each) for each in gaps()[group])
        assert gap == f"{value} ({low} to {high})"
    assert says(FILE, f"{sum(n for models in GROUPS.values() for n, *_ in models)} accounts")


def test_over_all_accounts_and_at_the_same_mix():
    models = np.array(list(GROUPS.values()), float)  # group, model, column
    margin, days = 1000 * models[:, :, 1], models[:, :, 2]
    crude = margin.sum(0) / days.sum(0)
    assert says(FILE, f"a day by name brings €{crude[0]:.0f}, at the desk €{crude[1]:.0f}")
    weights = days.sum(1) / days.sum()
    mixed = weights @ (margin / days)
    assert says(FILE, f"at the same mix €{mixed[0]:.0f} and €{mixed[1]:.0f}")


def test_what_is_expected_of_the_move():
    (_, margin, days), (_, desk_margin, desk_days) = GROUPS["Occasional"]
    rate = desk_margin / desk_days
    assert says(FILE, f"the 90 need {margin / rate:.0f} days in place of {days}: expected €{1000 * rate:.0f} a day")


def matrix_of(judgments):
    matrix = np.ones((4, 4))
    for (i, j), value in zip(PAIRS, judgments, strict=True):
        matrix[i, j], matrix[j, i] = value, 1 / value
    return matrix


def weights_and_ratio(matrix):
    values, vectors = np.linalg.eig(matrix)
    place = values.real.argmax()
    weights = np.abs(vectors[:, place].real)
    return weights / weights.sum(), (values[place].real - 4) / 3 / RANDOM_INDEX


def test_the_rooms_weights():
    matrices = [matrix_of(judgments) for judgments in ROOM]
    weights, ratio = weights_and_ratio(np.exp(np.mean(np.log(matrices), axis=0)))
    assert round(100 * weights[0]) == 50
    assert says(FILE, f"return per day {100 * weights[1]:.0f} %; the room's ratio is {ratio:.2f}")
    own = sorted(f"{each:.2f}" for _, each in map(weights_and_ratio, matrices) if each > 0.1)
    assert says(FILE, f"two people contradict themselves ({', '.join(own)})")
    assert says(FILE, f"{len(ROOM)} people")


def test_the_groups_hold_together():
    rng = np.random.default_rng(6)
    points = np.vstack([rng.normal(CENTRES[group], 0.45, (sum(n for n, *_ in GROUPS[group]), 2)) for group in GROUPS])
    _, label = kmeans2(points, np.array(list(CENTRES.values())), minit="matrix")
    apart = cdist(points, points)
    sums = np.column_stack([apart[:, label == k].sum(1) for k in range(3)])
    sizes = np.bincount(label)
    own = sums[np.arange(len(points)), label] / (sizes[label] - 1)
    others = np.where(np.arange(3) == label[:, None], np.inf, sums / sizes).min(1)
    silhouette = ((others - own) / np.maximum(own, others)).mean()
    assert says(FILE, f"Silhouette {silhouette:.2f}")


@pytest.mark.parametrize(("lost", "fires", "within"), [(0.0, 1 / 47, 0.001), (0.15, 0.9, 0.01)])
def test_the_tripwire_fires_as_often_as_said(lost, fires, within):
    k, n = REPEAT["Occasional"]
    before, now = k / n, k / n - lost
    spread = np.sqrt(before * (1 - before) / n + now * (1 - now) / 100)
    assert norm.cdf((-0.1 + lost) / spread) == pytest.approx(fires, abs=within)
    assert says(FILE, f"Tripwire: {round(100 * (before - 0.1))} %")
