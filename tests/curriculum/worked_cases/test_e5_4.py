"""The worked case of 5.4: agreement of both sortings, the file of notes, and how often its tripwires fire."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from analysis.methods.agreement import nominal_alpha
from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("5.4")
PEOPLE = 12
CLASSES = ("usable", "ask", "out")
NOTES = [  # rival, source, consent on record, months old, second sources, notes
    ("Dornvik", "public", None, 4, 1, 6), ("Dornvik", "public", None, 5, 0, 9), ("Dornvik", "public", None, 17, 1, 18),
    ("Dornvik", "customer_volunteered", True, 6, 2, 8), ("Dornvik", "customer_volunteered", True, 15, 0, 31),
    ("Dornvik", "partner", True, 9, 0, 20), ("Dornvik", "former_employee", True, 11, 1, 7),
    ("Dornvik", "former_employee", False, 11, 0, 4), ("Dornvik", "confidential_document", None, 8, 1, 7),
    ("Dornvik", "unknown", None, 13, 0, 11),
    ("Olbrig", "public", None, 7, 1, 10), ("Olbrig", "customer_volunteered", True, 3, 1, 13),
    ("Olbrig", "customer_volunteered", True, 14, 0, 19), ("Olbrig", "partner", True, 10, 1, 9),
    ("Olbrig", "former_employee", False, 6, 0, 3), ("Olbrig", "confidential_document", None, 2, 0, 2),
    ("Olbrig", "unknown", None, 12, 0, 8),
    ("Others", "public", None, 9, 1, 40), ("Others", "customer_volunteered", True, 9, 0, 25),
    ("Others", "partner", True, 9, 0, 10), ("Others", "former_employee", True, 9, 0, 5),
    ("Others", "unknown", None, 9, 0, 3),
]  # fmt: skip


@cache
def notes():
    columns = ["rival", "source", "consent", "months", "corroborations", "notes"]
    frame = pd.DataFrame(NOTES, columns=columns).astype({"consent": object})
    frame = frame.loc[frame.index.repeat(frame["notes"])].drop(columns="notes")
    without_consent = (frame["source"] == "former_employee") & (frame["consent"] != True)  # noqa: E712
    frame["flagged"] = (frame["source"] == "confidential_document") | without_consent
    open_source = frame["source"].isin(["public", "customer_volunteered"])
    frame["usable"] = open_source & (frame["months"] < 12) & (frame["corroborations"] > 0)
    return frame


def counts(column):
    """Of each note, people who said usable, ask, out; 2 the first sorting, 3 the second."""
    return [tuple(map(int, row[column].split(","))) for row in cells_of(FILE)[1:]]


def alpha(sorting):
    return nominal_alpha(pd.DataFrame({place: np.repeat(CLASSES, of) for place, of in enumerate(sorting)}))


def matches(sorting):
    policy = [row[1] for row in cells_of(FILE)[1:]]
    return sum(CLASSES[int(np.argmax(of))] == right for of, right in zip(sorting, policy, strict=True))


def test_the_table_is_of_twelve_people_and_of_the_policy():
    assert {sum(of) for of in counts(2) + counts(3)} == {PEOPLE}
    policy = FILE.content()["instruments"][0]["analysis"]["policy"]
    assert [row[1] for row in cells_of(FILE)[1:]] == ["out" if key == "destroy" else key for key in policy]
    assert len(policy) == len(FILE.instruments[0].parameters.items)


def test_agreement_and_policy_of_both_sortings():
    assert (matches(counts(2)), matches(counts(3))) == (4, 8)
    assert says(FILE, f"on four notes of eight, alpha {alpha(counts(2)):.2f}")
    assert says(FILE, f"eight of eight, alpha {alpha(counts(3)):.2f}")


def test_flags_and_blank_sources():
    frame = notes()
    flags, n, unknown = int(frame["flagged"].sum()), len(frame), int((frame["source"] == "unknown").sum())
    value, low, high = (round(100 * float(share)) for share in (flags / n, *wilson_interval(flags, n)))
    assert says(FILE, f"{flags} flags among {n} notes, {value} % ({low}–{high})")
    former = frame[frame["source"] == "former_employee"]
    assert (len(former), former["flagged"].sum(), (frame["source"] == "confidential_document").sum()) == (19, 7, 9)
    value, low, high = (round(100 * float(share)) for share in (unknown / n, *wilson_interval(unknown, n)))
    assert says(FILE, f"Of {unknown} notes, {value} % ({low}–{high})")


def test_the_best_known_rival_is_not():
    by_rival = notes().groupby("rival")["usable"].agg(["size", "sum"])
    (dornvik, usable), (olbrig, more) = by_rival.loc["Dornvik"], by_rival.loc["Olbrig"]
    assert says(FILE, f"Dornvik looked well known: {dornvik} notes, Olbrig {olbrig}")
    assert says(FILE, f"borne out were {usable} and {more}")


def test_the_option_fits():
    flags, unknown, n = notes()["flagged"].sum(), (notes()["source"] == "unknown").sum(), len(notes())
    assert flags > 0
    assert unknown / n < 0.15
    assert wilson_interval(flags, n)[0] < 0.05


def test_tripwires_fire_by_chance_as_often_as_said():
    n = len(notes())
    a_quarter = round(n / 8)
    assert a_quarter == 34
    assert 1 - (1 - 16 / n) ** a_quarter == pytest.approx(7 / 8, abs=0.01)
    assert 1 - (1 - 1 / 200) ** a_quarter == pytest.approx(1 / 6, abs=0.015)
    assert 1 / binom.sf(10, 2 * a_quarter, 22 / n) == pytest.approx(45, abs=1)
    assert binom.sf(10, 2 * a_quarter, 0.2) == pytest.approx(0.8, abs=0.03)
