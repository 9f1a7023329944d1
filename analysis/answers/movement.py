"""Who moved between two rounds, counted over people who answered both."""

from collections.abc import Iterator

import pandas as pd

from analysis.findings import Figure


def changed_minds(rows: pd.DataFrame) -> Iterator[Figure]:
    """People with at least one other answer in the later round; nothing where there is one round.

    rows: round, participant, item, value. n: people who answered in both rounds.
    """
    rounds = sorted(rows["round"].unique())
    if len(rounds) < 2:
        return
    first, second = (
        rows[rows["round"] == name].pivot(index="participant", columns="item", values="value")
        for name in (rounds[0], rounds[-1])
    )
    first, second = first.align(second, join="inner", axis=0)
    moved = (first.fillna("") != second.reindex(columns=first.columns).fillna("")).any(axis=1)
    yield Figure(name="group_changed", value=int(moved.sum()), unit="people", n=len(moved), method="Count of the room")
