"""How large tests are: small in every run, full where `bin/test --soak` asks for it; the same test functions."""

import os
from typing import NamedTuple


class Sizes(NamedTuple):
    """runs: simulated data sets per stated rate. trials: companies of known truth a trial. examples: of a property.

    seeds: of the sample company. walks: exercises that are walked in a browser.
    """

    runs: int
    trials: int
    examples: int
    seeds: tuple[int, ...]
    walks: int


SMALL = Sizes(runs=20, trials=6, examples=2, seeds=(7, 1, 2), walks=1)
FULL = Sizes(runs=200, trials=200, examples=100, seeds=(7, *range(1, 12)), walks=48)
SIZES = FULL if os.environ.get("CHARTROOM_SOAK") else SMALL
