import pandas as pd
import pytest

from analysis.answers.threshold import median_settings
from analysis.inputs import ANSWER_COLUMNS, Inputs
from tests.analysis.answers.conftest import NOWHERE

LIMITS = {
    "key": "limits",
    "kind": "threshold",
    "parameters": {
        "prompt": "Where would you set it?",
        "settings": [
            {
                "key": "discount", "name": "Discount a rep may give", "unit": "percent",
                "least": 0.0, "most": 0.4, "step": 0.01, "means": "Above it somebody has to approve.",
            },
            {
                "key": "size", "name": "Smallest deal that is approved", "unit": "money",
                "least": 0, "most": 200_000, "step": 5_000, "means": "Below it nobody asks.",
            },
        ],
        "rounds": 2,
    },
}  # fmt: skip
FIRST = {"discount": [0.05, 0.10, 0.10, 0.20, 0.30, 0.40], "size": [50_000, 50_000, 60_000, 80_000]}
SECOND = {"discount": [0.10, 0.10, 0.12, 0.14, 0.20, 0.40], "size": [50_000, 50_000, 60_000, 80_000, 90_000]}


def given(round_, settings):
    return [
        {"exercise": "4.1", "round": round_, "participant": f"p{place}", "item": key, "value": str(value)}
        for key, values in settings.items()
        for place, value in enumerate(values)
    ]


def room(rows, **content):
    content = {"instruments": [LIMITS], "options": [], **content}
    return Inputs({}, NOWHERE, pd.DataFrame(rows, columns=list(ANSWER_COLUMNS)), content)


def test_the_median_of_the_last_round_is_the_rooms_setting():
    assert median_settings(room(given("1", FIRST) + given("2", SECOND)), "limits") == {
        "discount": pytest.approx(0.13),
        "size": 60_000,
    }


def test_a_setting_that_four_people_set_has_no_median():
    assert median_settings(room(given("1", FIRST)), "limits") == {"discount": pytest.approx(0.15), "size": None}


def test_a_round_with_too_few_people_is_no_round():
    few = {"discount": [0.4] * 4}
    rows = given("1", FIRST) + given("2", few)
    assert median_settings(room(rows), "limits")["discount"] == pytest.approx(0.15)
    assert median_settings(room(rows, group={"min_answers": 7}), "limits") == {"discount": None, "size": None}


def test_answers_to_another_exercise_do_not_count():
    other = [row | {"exercise": "4.6", "value": "0.4"} for row in given("2", FIRST)]
    assert median_settings(room(given("1", FIRST) + other, id="4.1"), "limits")["discount"] == pytest.approx(0.15)


def test_nobody_asked_no_setting():
    assert median_settings(room([]), "limits") == {"discount": None, "size": None}
    with pytest.raises(KeyError):
        median_settings(room([]), "another")
