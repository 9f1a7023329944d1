"""A room from a file: long rows become worksheets that would have given the same rows."""

import pandas as pd
import pytest

from reports.actions.throwaway import payload_of
from tests.workshops.both import DOTS, first_payload
from tests.workshops.instruments.test_allocate import SPLIT
from tests.workshops.instruments.test_pairwise import WEIGHTS
from tests.workshops.instruments.test_rows import PARAMETERS
from tests.workshops.instruments.test_threshold import LIMITS
from workshops.instruments import rows_of
from workshops.sample.sheets import dots, joined, proposals, settings, together

RULES = {"key": "rules", "kind": "rows", "parameters": PARAMETERS}
CLASSIFY = {"key": "causes", "kind": "classify", "parameters": {"items": [{"key": "Call", "name": "Call"}]}}
RANK = {"key": "order", "kind": "rank", "parameters": {"items": [{"key": k, "name": k} for k in ("a", "b")]}}
CONTENT = {"id": "4.9", "question": "?", "instruments": [LIMITS, RULES, CLASSIFY, RANK, SPLIT, WEIGHTS], "options": []}


def long(payload):
    columns = ["item", "criterion", "value", "confidence", "reason"]
    return pd.DataFrame(rows_of(CONTENT, payload), columns=columns).to_dict("records")


def test_every_answer_comes_back_as_it_was():
    payload = {
        "limits": {"settings": {"discount": 0.12, "wait": 3.0}, "reason": "Seen"},
        "rules": {"rows": [{"rule": "Two read it", "level": "a"}, {"rule": "Ask"}], "reason": ""},
        "causes": {"Call": {"category": "price", "reason": ""}},
        "order": {"order": ["b", "a"], "reason": "Why"},
        "split": {"amounts": {"north": 70.0, "south": 30.0, "east & west": 0.0}, "reason": "So"},
        "weights": {"judgments": {"growth:fit": "1/3", "growth:effort": "9", "fit:effort": "1"}, "reason": ""},
        "decision": {"option": "go", "confidence": 70, "reason": ""},
    }
    assert payload_of(CONTENT, long(payload)) == payload


def test_votes_come_back_as_dots():
    (answer, *_) = dots(CONTENT, "rules", [{"two READ it": 3}])
    back = payload_of(CONTENT, long({"rules": answer}))
    assert back == {"rules": {"rows": [], "votes": answer["votes"], "reason": ""}}


def test_what_nobody_answered_is_no_answer():
    assert payload_of(CONTENT, []) == {}


# --- the builders of the sample room ---------------------------------------------------------------------------------


def test_builders_make_what_a_worksheet_holds():
    made = together(
        {"instruments": [LIMITS, RULES]},
        {
            "rules": {
                "1": proposals([[{"rule": "A"}], []]),
                "2": dots({"instruments": [RULES]}, "rules", [{"A": 1}, {}]),
            },
            "limits": {"1": settings({"discount": [0.1, None], "size": [0, 5000]}, ["Because"])},
        },
    )
    assert made["1"] == [
        {"limits": {"settings": {"discount": 0.1, "size": 0}, "reason": "Because"},
         "rules": {"rows": [{"rule": "A"}], "reason": ""}},
        {"limits": {"settings": {"size": 5000}, "reason": ""}, "rules": {"rows": [], "reason": ""}},
    ]  # fmt: skip
    assert [list(payload) for payload in made["2"]] == [["rules"], ["rules"]]
    assert sum(made["2"][0]["rules"]["votes"].values()) == 1


def test_parts_of_unequal_length_are_an_error():
    with pytest.raises(ValueError, match="shorter"):
        joined({"a": [1, 2], "b": [1]})


def test_the_room_of_the_tests_gives_no_more_dots_than_there_are():
    assert max(sum(given.values()) for given in DOTS) <= 4
    assert list(first_payload(0)) == ["limits", "rules"]
