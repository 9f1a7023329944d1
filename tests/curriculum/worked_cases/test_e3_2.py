"""The worked case of 3.2: wins shared out by five rules, costs per win, how often its tripwire fires."""

from collections import Counter
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.exercises.e3_2_lead_quality import analyse
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("3.2")
TARGET, MARGIN = 4.5, 13.5
RULES = ("First", "Last", "Linear", "Position", "Markov")


@cache
def channels():
    """{channel: its cells by head}."""
    head, *rows = cells_of(FILE)
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows if len(row) == len(head)}


@cache
def paths():
    [*_, table] = [part for part in FILE.body["Worked case"].split("\n\n") if part.startswith("| Path")]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n")[2:]]
    return {tuple(path.split(", ")): (int(leads), int(won)) for path, leads, won in lines}


def spend():
    return {name: float(cells["Spend"]) for name, cells in channels().items()}


def shares_of_touches(n, rule):
    if rule in ("First", "Last"):
        place = 0 if rule == "First" else n - 1
        return [float(each == place) for each in range(n)]
    if rule == "Linear" or n < 3:
        return [1 / n] * n
    return [0.4, *[0.2 / (n - 2)] * (n - 2), 0.4]


def wins_by(rule, counts):
    """{channel: wins that the rule gives it}."""
    if rule == "Markov":
        return removal(counts)
    wins = Counter()
    for path, (_, won) in counts.items():
        for channel, share in zip(path, shares_of_touches(len(path), rule), strict=True):
            wins[channel] += won * share
    return wins


def removal(counts):
    """All wins, shared by how much the chance of winning falls when a channel leads nowhere."""
    steps = Counter()
    for path, (leads, won) in counts.items():
        for pair in zip(("start", *path), path, strict=False):
            steps[pair] += leads
        steps[path[-1], "won"] += won
        steps[path[-1], "gone"] += leads - won
    states = ["start", *spend()]
    total = {state: sum(n for (start, _), n in steps.items() if start == state) for state in states}

    def chance(removed):
        kept = [state for state in states if state != removed]
        moves = np.array([[steps[a, b] / total[a] for b in kept] for a in kept])
        ends = np.array([steps[a, "won"] / total[a] for a in kept])
        return np.linalg.solve(np.eye(len(kept)) - moves, ends)[0]

    falls = {channel: 1 - chance(channel) / chance(None) for channel in spend()}
    won = sum(won for _, won in counts.values())
    return {channel: won * fall / sum(falls.values()) for channel, fall in falls.items()}


def costs(counts, money=None):
    """{channel: {rule: cost per win}}."""
    money, by_rule = money or spend(), {rule: wins_by(rule, counts) for rule in RULES}
    return {name: {rule: money[name] / max(wins[name], 1e-9) for rule, wins in by_rule.items()} for name in money}


def middle(by_rule):
    return float(np.median(list(by_rule.values())))


def drawn(n, draws, seed):
    """The table of paths drawn anew with n leads."""
    counts = paths()
    cells = np.array([[won, leads - won] for leads, won in counts.values()]).ravel()
    for made in np.random.default_rng(seed).multinomial(n, cells / cells.sum(), draws):
        yield {path: (int(won + lost), int(won)) for path, (won, lost) in zip(counts, made.reshape(-1, 2), strict=True)}


def test_leads_and_wins_by_first_channel():
    counts = paths()
    totals = [sum(each) for each in zip(*counts.values(), strict=True)]
    assert totals == [1190, 111]
    assert says(FILE, "1,190 leads, 111 won in 180 days")
    for name, cells in channels().items():
        leads, won = (sum(each) for each in zip(*(n for path, n in counts.items() if path[0] == name), strict=True))
        assert (int(cells["Leads"]), int(cells["Won"])) == (leads, won)
        low, high = wilson_interval(won, leads)
        assert cells["Lead to win"] == f"{100 * won / leads:.0f} % ({100 * low:.0f}–{100 * high:.0f})"


def test_costs_per_win_by_the_five_rules():
    for name, by_rule in costs(paths()).items():
        for rule, cost in by_rule.items():
            assert channels()[name][rule] == f"{cost:.1f}", (name, rule)


def test_what_last_touch_hides():
    counts = paths()
    last = [(path, won) for path, (_, won) in counts.items() if path[-1] == "Search"]
    assert sum(won for _, won in last) == 50
    assert sum(won for path, won in last if len(path) > 1) == 36
    found = costs(counts)
    cheapest = [min(found, key=lambda name: found[name][rule]) for rule in RULES]
    assert cheapest.count("Webinar") == 4
    under = {name: sum(cost < TARGET for cost in by_rule.values()) for name, by_rule in found.items()}
    assert under["Webinar"] == 4  # the conditions of the option chosen
    assert under["Search"] == 2
    assert wins_by("Last", counts)["Webinar"] == 4
    assert says(FILE, "By last touch Webinar costs 11.0 and Search 3.8")


def test_middle_costs_and_their_limits():
    found = costs(paths())
    made = [costs(counts) for counts in drawn(1190, 1000, 32)]
    for name, said in (("Webinar", "3.2 in the middle (2.2–4.5)"), ("Search", "5.2 (4.1–7.0)")):
        limits = np.quantile([middle(each[name]) for each in made], [0.025, 0.975])
        assert said.startswith(f"{middle(found[name]):.1f}")
        told = [float(number) for number in said.split("(")[1].strip(")").split("–")]
        assert limits == pytest.approx(told, abs=0.1)
        assert says(FILE, said)


def test_what_moves():
    """New and taken money at half of the mean."""
    webinar, search = (middle(costs(paths())[name]) for name in ("Webinar", "Search"))
    gained, given = 22 / (2 * webinar), 22 / (2 * search)
    worth = (gained - given) * MARGIN
    assert says(FILE, f"{gained:.1f} wins gained, {given:.1f} given, about €{worth:.0f} k of margin")
    after = (44 + 22) / (44 / webinar + gained)
    assert says(FILE, f"Webinar's expected cost per win {after:.1f}")
    assert says(FILE, f"target {TARGET} a win, margin {MARGIN}")


def test_tripwire_fires_by_chance_as_often_as_said():
    def fires(factor):
        money = spend() | {"Webinar": 44 * factor * 800 / 1190}
        return np.mean([middle(costs(counts, money)["Webinar"]) > TARGET for counts in drawn(800, 1000, 33)])

    assert fires(1) == pytest.approx(1 / 19, abs=0.015)
    assert fires(1.2) == pytest.approx(1 / 5, abs=0.03)
    assert fires(2) == pytest.approx(13 / 14, abs=0.02)


# --- the same by the analysis ----------------------------------------------------------------------------------------


@cache
def by_the_analysis():
    """The table of paths as leads, touches a day apart, deals and spend of a year, in thousands."""
    rows, touches, start = [], [], pd.Timestamp("2023-01-15")
    for path, (leads, won) in paths().items():
        for place in range(leads):
            lead = f"L{len(rows):05}"
            rows.append((lead, start, path[0], place < won, lead.replace("L", "D") if place < won else None))
            touches += [(lead, start + pd.Timedelta(days=day), channel) for day, channel in enumerate(path)]
    leads = pd.DataFrame(rows, columns=["lead_id", "created_on", "channel", "won", "deal_id"])
    deals = pd.DataFrame({"deal_id": leads["deal_id"].dropna()}).assign(
        outcome="won", created_on=start, closed_on=start + pd.Timedelta(days=60), amount=27.0, margin_pct=50.0
    )
    campaigns = [(name, name, "2023-01", cost) for name, cost in spend().items()]
    tables = {
        "leads": leads,
        "deals": deals,
        "touches": pd.DataFrame(touches, columns=["lead_id", "touched_at", "channel"]),
        "campaigns": pd.DataFrame(campaigns, columns=["campaign", "channel", "period", "cost"]),
        "benchmarks": pd.DataFrame({"metric": ["cost_per_win"], "value": [TARGET]}),
    }
    provenance = Provenance(snapshot="", answers="", code="", as_of=date(2024, 1, 31))
    return analyse(Inputs(tables, provenance))


def test_the_analysis_gives_the_table():
    findings = by_the_analysis()
    rows = {row["channel"]: row for row in findings.rows("channels")}
    for name, cells in channels().items():
        row = rows[name]
        assert (str(row["leads"]), str(row["won"])) == (cells["Leads"], cells["Won"])
        assert f"{100 * row['rate']:.0f} % ({100 * row['low']:.0f}–{100 * row['high']:.0f})" == cells["Lead to win"]
        for rule in RULES:
            figure = findings.figure(f"cost_per_win_by.{rule.lower()}.{name}")
            assert f"{figure.value:.1f}" == cells[rule]
    assert findings.figure("rules_under_target.Webinar").value == 4
    assert findings.figure("rules_under_target.Search").value == 2


def test_the_analysis_gives_the_middle_costs_and_their_limits():
    for name, told in (("Webinar", (3.2, 2.2, 4.5)), ("Search", (5.2, 4.1, 7.0))):
        figure = by_the_analysis().figure(f"cost_per_win.{name}")
        assert [figure.value, figure.low, figure.high] == pytest.approx(told, abs=0.15)
