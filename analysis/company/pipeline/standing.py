"""Where each deal stands: in the stage that it has come to, or at its end."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.company.pipeline.passages import read_passages
from analysis.findings import Message
from analysis.inputs import Inputs


class Standing(NamedTuple):
    """where: the stage an open deal stands in, or won or lost; order: of these; late: open in the later half of stages.

    Without a history of stages none is known to be late.
    """

    where: pd.Series
    order: list[str]
    late: pd.Series
    said: tuple[Message, ...]


def where_they_stand(deals: pd.DataFrame, inputs: Inputs, ends: Mapping[str, str]) -> Standing:
    """ends: what the end of a won and of a lost deal is called."""
    ended = deals["outcome"].map(ends).astype("str")
    is_open = deals["outcome"] == "open"
    if inputs.missing({"stage_events": ("deal_id", "stage", "entered_at"), "deals": ("deal_id",)}):
        stage = deals["stage"].astype("str") if "stage" in deals else pd.Series(None, deals.index, dtype="str")
        where = ended.fillna(stage.where(is_open))
        names = sorted(stage[is_open].dropna().unique())
        return Standing(where, [*names, *ends.values()], is_open & False, ())
    history = inputs.tables["stage_events"]
    passages = read_passages(history, deals, inputs.tables.get("stages"), inputs.provenance.as_of)
    order, last = list(passages.stages), passages.last
    stage = pd.Series(np.array([*order, None], dtype=object)[last], deals.index, dtype="str")
    said = (Message("order_inferred", {"stages": " → ".join(order)}),) if passages.inferred and order else ()
    late = is_open & (last >= len(order) / 2)
    return Standing(ended.fillna(stage.where(is_open)), [*order, *ends.values()], late, said)
