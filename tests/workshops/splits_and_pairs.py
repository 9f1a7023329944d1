"""Instruments that share out a total and compare criteria in pairs, for exercise 4.9; and a room's answers."""

SHARES_AND_PAIRS = """instruments:
- key: split
  kind: allocate
  parameters:
    prompt: How many of the 100 points does each figure on the dashboard get?
    items: [Win rate, Cycle, Discount, Coverage]
    total: {name: All points, unit: points, value: 100}
    step: 5
    ask_reason: the figure you were least sure about
    rounds: 2
- key: weights
  kind: pairwise
  parameters:
    prompt: Which matters more when we choose a market?
    criteria:
      - {key: growth, name: Growth, means: How fast demand rises}
      - {key: fit, name: Fit with what we sell, means: How much of it we can serve today}
      - {key: effort, name: Effort to enter, means: What the first year costs}
      - {key: rivals, name: Strength of rivals, means: How well they are served already}
    ask_reason: the comparison that you would argue about
    rounds: 2
"""

ITEMS = ("Win rate", "Cycle", "Discount", "Coverage")
FIRST = [(40, 20, 20, 20), (25, 25, 25, 25), (60, 20, 10, 10), (40, 30, 20, 10), (30, 30, 20, 20), (50, 20, 20, 10)]
PAIRS = ("growth:fit", "growth:effort", "growth:rivals", "fit:effort", "fit:rivals", "effort:rivals")
FIRST_JUDGMENTS = ["1/3 3 3 5 5 1", "1 3 1 3 1 1/3", "3 5 5 3 3 1", "1/3 1 3 3 5 3", "1/5 1 1 5 5 1", "1 1 1 1 1 1"]


def first_payload(place):
    amounts = dict(zip(ITEMS, map(float, FIRST[place]), strict=True))
    judgments = dict(zip(PAIRS, FIRST_JUDGMENTS[place].split(), strict=True))
    return {"split": {"amounts": amounts, "reason": ""}, "weights": {"judgments": judgments, "reason": ""}}


def second_payload(place):
    """All come nearer to the first person."""
    return first_payload(0) if place != 1 else first_payload(1)
