"""What instruments ask, as pages and handouts show it."""

import pytest

from curriculum.asked import names_in, questions_of
from curriculum.loader import load_folder


@pytest.fixture(scope="module")
def exercises():
    return load_folder().exercises


def test_practice_cases_name_the_right_answer_and_the_one_that_tempts(exercises):
    (causes,) = questions_of(exercises["4.1"])
    assert (causes.practice[0].answer, causes.practice[0].tempting) == ("Our work", "Rival")


def test_settings_and_columns_with_what_they_offer_have_names(exercises):
    asked = {each.key: names_in(each.parameters) for each in exercises["4.6"].instruments}
    settings = next(each.parameters for each in exercises["4.6"].instruments if each.kind == "threshold").settings
    rows = next(each.parameters for each in exercises["4.6"].instruments if each.kind == "rows")
    known = {key: name for names in asked.values() for key, name in names.items()}
    assert all(known[each.key] == each.name for each in settings)
    assert all(each.key in known for each in rows.columns)
    assert all(choice.key in known for column in rows.columns for choice in column.choices)
