"""The worked case of 2.1: days needed and present by cell and role, and how often the tripwires fire."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.exercises import e2_1_coverage as coverage
from analysis.findings import Provenance
from analysis.inputs import Inputs
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("2.1")
USABLE = 150
NEW, EXISTING, CARE = (
    {"plants": 9, "workshops": 2.5},
    {"plants": 3.5, "workshops": 0.9},
    {"plants": 3.2, "workshops": 0.5},
)
AFTER = {"North plants": (2, 5), "North workshops": (1, 2)}


def counts():
    """{cell: (accounts, hunters, farmers, new deals, existing deals)}."""
    return {row[0]: tuple(int(part) for cell in row[1:4] for part in cell.split(", ")) for row in cells_of(FILE)[1:]}


def days(cell, care=CARE):
    """Days of new deals, and of existing ones with care, that the cell needs in a year."""
    accounts, _, _, new, existing = counts()[cell]
    kind = cell.split()[1]
    return new * NEW[kind], existing * EXISTING[kind] + accounts * care[kind]


def load(cell, people=None, care=CARE):
    people = people or counts()[cell][1:3]
    return sum(days(cell, care)) / (USABLE * sum(people))


def half_width(cell):
    _, hunters, farmers, new, existing = counts()[cell]
    kind = cell.split()[1]
    variance = new * NEW[kind] ** 2 + existing * EXISTING[kind] ** 2  # of numbers of deals; their mean days are agreed
    return 1.96 * variance**0.5 / (USABLE * (hunters + farmers))


def staff(after=False):
    return {cell: AFTER.get(cell, row[1:3]) if after else row[1:3] for cell, row in counts().items()}


def load_of(role, after=False):
    return sum(days(cell)[role] for cell in counts()) / (USABLE * sum(people[role] for people in staff(after).values()))


def test_the_table():
    for cell, *_, per_seller, hunters_load, farmers_load, told in cells_of(FILE)[1:]:
        accounts, hunters, farmers, *_ = counts()[cell]
        new, old = days(cell)
        assert int(per_seller) == round(accounts / (hunters + farmers)), cell
        assert hunters_load == f"{new / USABLE / hunters:.2f}", cell
        assert farmers_load == f"{old / USABLE / farmers:.2f}", cell
        value, half = load(cell), half_width(cell)
        assert told == f"{value:.2f} ({value - half:.2f}–{value + half:.2f})", cell


def test_the_company_has_enough_people_of_the_wrong_kind():
    people = staff().values()
    assert [sum(part) for part in zip(*people, strict=True)] == [13, 13]
    assert says(FILE, "Days: new deal 9 (plants) or 2.5 (workshops), existing 3.5 or 0.9, care 3.2 or 0.5")
    needed = sum(sum(days(cell)) for cell in counts()) / USABLE
    assert says(FILE, f"needs {needed:.1f} of its 26")
    assert says(FILE, f"lacks {sum(days('North plants')) / USABLE - 6:.1f} people")
    assert says(FILE, f"Hunters stand at {load_of(0):.2f}, farmers at {load_of(1):.2f}")


def test_both_options_that_were_weighed_fit():
    assert load_of(0) < 0.9
    assert load_of(1) > 1.1
    assert load("North plants") - half_width("North plants") > 1.1
    assert load("North workshops") + half_width("North workshops") < 0.95
    assert says(FILE, f"farmers of workshops stand at {days('North workshops')[1] / USABLE / 2:.2f}")


def test_what_the_decision_changes():
    plants, workshops = (load(cell, AFTER[cell]) for cell in AFTER)
    assert says(FILE, f"North plants falls to {plants:.2f}, North workshops rises to {workshops:.2f}")
    assert says(FILE, f"hunters to {load_of(0, after=True):.2f}")
    less = load("North plants", care=CARE | {"plants": 2.2})
    assert says(FILE, f"One care day less per plant would have given {less:.2f}")


def drawn(cell, growth, role, rng, draws=20_000):
    """Days needed of a year drawn anew: numbers of deals by chance, at their mean days; care is fixed."""
    accounts, _, _, *numbers = counts()[cell]
    kind = cell.split()[1]
    means = (NEW[kind], EXISTING[kind])
    parts = [rng.poisson(number * growth, draws) * mean for number, mean in zip(numbers, means, strict=True)]
    return parts[0] if role == "hunters" else parts[0] + parts[1] + accounts * CARE[kind]


@pytest.mark.parametrize(("growth", "fires", "within"), [(1, 1 / 32, 0.003), (1.25, 8 / 9, 0.02)])
def test_the_first_tripwire_fires_as_often_as_said(growth, fires, within):
    rng = np.random.default_rng(21)
    over = [drawn(cell, growth, "all", rng) / (USABLE * sum(people)) > 1.25 for cell, people in staff(True).items()]
    assert np.any(over, axis=0).mean() == pytest.approx(fires, abs=within)


@pytest.mark.parametrize(("growth", "least", "most"), [(1, 0, 0.001), (1.5, 0.90, 0.93)])
def test_the_second_tripwire_fires_as_often_as_said(growth, least, most):
    rng = np.random.default_rng(22)
    hunters = sum(people[0] for people in staff(True).values())
    needed = sum(drawn(cell, growth, "hunters", rng) for cell in counts())
    assert least <= (needed / (USABLE * hunters) > 1.1).mean() <= most


def table_of_the_case():
    """The worked table as tables: deals with the agreed days, held by the cell's own people in turn, and accounts."""
    deals, accounts, reps = [], [], []
    for cell, (n, hunters, farmers, new, existing) in counts().items():
        region, kind = cell.split()
        staff = [
            (f"{cell} {role}{i}", role)
            for role, many in (("hunter", hunters), ("farmer", farmers))
            for i in range(many)
        ]
        reps += [(rep_id, role, region) for rep_id, role in staff]
        accounts += [(f"{cell} {i}", region, kind) for i in range(n)]
        for type_, many, days, role in (("new", new, NEW, "hunter"), ("renewal", existing, EXISTING, "farmer")):
            own = [rep_id for rep_id, each in staff if each == role]
            deals += [(type_, days[kind], own[i % len(own)], f"{cell} {i % n}", region, kind) for i in range(many)]
    columns = ["deal_type", "rep_days", "rep_id", "account_id", "region", "segment"]
    frame = pd.DataFrame(deals, columns=columns)
    frame["deal_id"] = np.arange(len(frame)).astype(str)
    frame["created_on"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(len(frame)) % 300, unit="D")
    frame = frame.assign(outcome="won", closed_on=frame["created_on"] + pd.Timedelta(days=40))
    return {
        "deals": frame,
        "accounts": pd.DataFrame(accounts, columns=["account_id", "region", "segment"]),
        "reps": pd.DataFrame(reps, columns=["rep_id", "role", "region"]),
    }


def test_the_analysis_finds_the_same_loads():
    provenance = Provenance(snapshot="", answers="", code="", as_of=date(2025, 12, 31))
    care = {"instruments": [{"analysis": {"usable_days": USABLE, "care_days": CARE}}]}
    found = coverage.analyse(Inputs(table_of_the_case(), provenance, content=care))
    for cell in counts():
        figure, (new, old) = found.figure(f"load.{cell.replace(' ', '.')}"), days(cell)
        half = half_width(cell)
        assert (figure.value, figure.low, figure.high) == pytest.approx(
            (load(cell), load(cell) - half, load(cell) + half), rel=1e-4
        )
        _, hunters, farmers, *_ = counts()[cell]
        roles = [found.figure(f"load_{role}.{cell.replace(' ', '.')}").value for role in ("hunters", "farmers")]
        assert roles == pytest.approx([new / USABLE / hunters, old / USABLE / farmers])
    assert found.figure("load_hunters").value == pytest.approx(load_of(0))
    assert found.figure("load_farmers").value == pytest.approx(load_of(1))
    assert found.headline.code == "full_and_apart"
    assert [found.headline.arguments[key] for key in ("region", "segment", "place")] == ["North", "plants", "North"]
