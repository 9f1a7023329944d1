"""A room's comparisons: the weights they make together, who contradicts what, and what is shown of whom."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis.answers import pairwise
from analysis.answers.pairwise import group_weights
from analysis.charts import DESK, PAPER, PHONE, svg
from analysis.findings import Findings
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.wording import Wording
from tests.analysis.answers.conftest import NOWHERE

CRITERIA = [{"key": name.lower(), "name": name, "means": "?"} for name in ("Growth", "Fit", "Effort", "Rivals")]
WEIGHTS = {"key": "weights", "kind": "pairwise", "parameters": {"prompt": "?", "criteria": CRITERIA, "rounds": 2}}
KEYS = [f"{first['key']}:{second['key']}" for first, second in combinations(CRITERIA, 2)]
SOUND = (2, 4, 8, 2, 4, 2)  # 8 : 4 : 2 : 1
CIRCLE = (3, 3, 1 / 9, 3, 3, 3)


def rows_of(people, round_="1"):
    return [
        {"exercise": "4.1", "round": round_, "participant": f"p{place}", "item": "weights", "criterion": key,
         "value": f"{ratio:.10g}"}
        for place, judgments in enumerate(people)
        for key, ratio in zip(KEYS, judgments, strict=True)
        if ratio
    ]  # fmt: skip


def weights(found, round_="1"):
    return {row["criterion"]: row["weight"] for row in found.table(pairwise.TABLE).rows if row["round"] == round_}


def test_a_room_of_one_mind_has_its_weights_and_no_contradiction(ask):
    found = ask([WEIGHTS], rows_of([SOUND] * 5))
    assert weights(found) == pytest.approx({"Growth": 8 / 15, "Fit": 4 / 15, "Effort": 2 / 15, "Rivals": 1 / 15})
    assert found.figure("group_consistency_ratio.1").value == pytest.approx(0, abs=1e-9)
    assert found.figure("group_inconsistent.1").value == 0
    assert found.figure("group_weight_w.1").value == pytest.approx(1)
    assert found.warnings == ()


def test_joined_weights_are_those_of_geometric_means_where_nothing_contradicts(ask):
    other = tuple(1 / ratio for ratio in SOUND)
    found = ask([WEIGHTS], rows_of([SOUND] * 4 + [other] * 2))
    means = np.array([8, 4, 2, 1]) ** (2 / 6)  # four pull one way, two the other
    assert list(weights(found).values()) == pytest.approx(list(means / means.sum()))
    lines = found.table(pairwise.JUDGMENTS).rows
    assert [(row["for_first"], row["for_both"], row["for_second"]) for row in lines] == [(4, 0, 2)] * 6
    assert lines[2]["times"] == pytest.approx(2)


def test_all_equal_weigh_the_same_and_have_no_order_to_agree_on(ask):
    found = ask([WEIGHTS], rows_of([(1,) * 6] * 6))
    assert set(weights(found).values()) == {0.25}
    assert found.figure("group_weight_w.1").value is None
    (chart,) = pairwise.charts(found, DESK)
    assert Wording(pairwise.WORDS).say(chart.title) == "Everything weighs the same to the room"


def test_a_contradiction_is_warned_with_the_comparison_behind_it(ask):
    found = ask([WEIGHTS], rows_of([CIRCLE] * 5 + [SOUND]))
    said = {warning.code: warning.arguments for warning in found.warnings}
    assert found.figure("group_consistency_ratio.1").value > 0.1
    assert said["pairs_inconsistent"]["pair"] == "Growth against Rivals"
    assert (said["pairs_people"]["n"], said["pairs_people"]["all"]) == (5, 6)


def test_people_may_contradict_themselves_where_the_room_does_not(ask):
    found = ask([WEIGHTS], rows_of([CIRCLE] + [SOUND] * 8))
    assert [warning.code for warning in found.warnings] == ["pairs_people"]


def test_only_those_who_compared_every_two_count(ask):
    found = ask([WEIGHTS], rows_of([*[SOUND] * 5, (1, 1, 1, 1, 1, None)]))
    assert found.table(pairwise.TABLE).rows[0]["n"] == 5
    assert [warning.code for warning in found.warnings] == ["pairs_unfinished"]


@pytest.mark.parametrize(
    ("people", "code"), [([SOUND], "too_few_answers"), ([SOUND] * 4 + [(3, *[None] * 5)], "pairs_few")]
)
def test_fewer_than_five_show_nothing(ask, people, code):
    found = ask([WEIGHTS], rows_of(people))
    assert found.tables == ()
    assert [warning.code for warning in found.warnings] == [code]


def test_the_middle_half_is_of_people_and_shown_from_eight_on(ask):
    few, many = ask([WEIGHTS], rows_of([SOUND] * 7)), ask([WEIGHTS], rows_of([SOUND] * 8))
    assert few.table(pairwise.TABLE).rows[0]["low_quartile"] is None
    assert many.table(pairwise.TABLE).rows[0]["low_quartile"] == pytest.approx(8 / 15)


def test_who_changed_a_comparison_is_counted(ask):
    second = [CIRCLE, *[SOUND] * 5]
    changed = ask([WEIGHTS], rows_of([SOUND] * 6) + rows_of(second, "2")).figure("group_changed")
    assert (changed.value, changed.n) == (1, 6)


def test_the_weights_are_there_for_analyses():
    content = {"id": "4.1", "instruments": [WEIGHTS], "options": []}
    frame = pd.DataFrame(rows_of([SOUND] * 6) + rows_of([CIRCLE] * 4, "2"), columns=list(ANSWER_COLUMNS))
    found = group_weights(Inputs({}, NOWHERE, frame, content), "weights")
    assert found == pytest.approx({"growth": 8 / 15, "fit": 4 / 15, "effort": 2 / 15, "rivals": 1 / 15})
    assert group_weights(Inputs({}, NOWHERE, frame[:24], content), "weights") is None
    with pytest.raises(KeyError):
        group_weights(Inputs({}, NOWHERE, frame, content), "order")


TITLES = {
    "one round": (rows_of([SOUND] * 8), "Growth weighs most, 53%; Rivals least, 7%"),
    "few": (rows_of([SOUND] * 5), "Growth weighs most, 53%; Rivals least, 7%"),
    "another first": (
        rows_of([SOUND] * 8) + rows_of([tuple(1 / ratio for ratio in SOUND)] * 8, "2"),
        "Rivals now weighs most, 53%; before, Growth did",
    ),
}


@pytest.mark.parametrize("canvas", [DESK, PHONE, PAPER])
@pytest.mark.parametrize(("rows", "title"), TITLES.values(), ids=TITLES)
def test_the_drawing_fits_and_says_what_it_shows(ask, canvas, rows, title):
    found = Findings.from_bytes(ask([WEIGHTS], rows).to_bytes())
    (chart,) = pairwise.charts(found, canvas)
    words = Wording(pairwise.WORDS)
    assert words.say(chart.title) == title
    drawing = svg(chart, canvas, words.say(chart.alternative))
    assert float(drawing.split('viewBox="0 0 ', 1)[1].split(" ")[0]) <= canvas.width + 2 * canvas.size


def test_the_order_of_rows_changes_nothing(ask):
    rows = rows_of([SOUND, CIRCLE] * 4) + rows_of([SOUND] * 6, "2")
    assert ask([WEIGHTS], rows).to_bytes() == ask([WEIGHTS], rows[::-1]).to_bytes()
