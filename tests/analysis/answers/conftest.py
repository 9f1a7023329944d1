from datetime import date

import pandas as pd
import pytest

from analysis import answers
from analysis.findings import Provenance
from analysis.inputs import ANSWER_COLUMNS, Inputs

NOWHERE = Provenance(snapshot="", answers="", code="", as_of=date(2026, 9, 30))


@pytest.fixture
def ask():
    """Findings of the answers' part: `ask(instruments, rows, options, **content)`; rows as in the long format."""

    def ask(instruments, rows, options=(), **content):
        content = {"instruments": list(instruments), "options": list(options), **content}
        frame = pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))
        return answers.analyse("4.1", Inputs({}, NOWHERE, frame, content))

    return ask
