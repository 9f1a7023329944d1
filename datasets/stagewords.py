"""What the name of a stage says of a deal's outcome."""

import re

import pandas as pd

from datasets.cells import CHOICES, plain, spread_text

WON = {"won", "gewonnen", "gagne", "gagné", "ganada", "ganado", "vinto"}
LOST = {"lost", "verloren", "perdu", "perdue", "perdida", "perdido", "perso"}
WITHDRAWN = {*CHOICES["outcome"]["withdrawn"], "withdrawn"}
NEGATIONS = {"not", "to", "be"}


def kind_of(stage: str) -> str:
    """won, lost, withdrawn or open. 'Closed - Won' and 'Won' are won, 'Passed' is withdrawn, 'Proposal' is open."""
    words = set(re.findall(r"[0-9a-zà-ÿ]+", stage.casefold()))
    if plain(stage) in WITHDRAWN:
        return "withdrawn"
    if words & NEGATIONS:
        return "open"
    return "won" if words & WON else "lost" if words & LOST else "open"


def kinds_of(stages: pd.Series) -> pd.Series:
    codes, unique = pd.factorize(stages)
    return spread_text(pd.Series([kind_of(stage) for stage in unique], dtype="str"), codes, stages.index)
