import pytest

from reports.actions.orders import order_output
from reports.composing.people import functions_of, released
from reports.models import Kind, Output

pytestmark = pytest.mark.django_db


@pytest.fixture
def print_version(program):
    """Puts a version of a document on record that printed the functions as they may be printed now."""

    def print_version(**about):
        functions = functions_of(program)
        kind = Kind.WORKSHOP_OUTPUT if "session" in about else Kind.SPONSOR_REPORT
        Output.objects.create(
            order=order_output(kind=kind, **about), kind=kind, version=1, sha256="a" * 64, size=1, pages=1,
            people=functions.behind, **about,
        )  # fmt: skip
        return functions

    return print_version


def test_functions_of_fewer_than_five_are_hidden(program, enrolled):
    for number in range(5):
        enrolled(f"sales{number}")
    for number in range(6):
        enrolled(f"product{number}", function="product")
    enrolled("finn", function="finance")
    assert functions_of(program).rows == [("Finance", "hidden"), ("Product", "6"), ("Sales", "hidden")]


def test_one_who_joins_later_cannot_be_found_by_laying_two_documents_side_by_side(
    program, enrolled, print_version, new_session
):
    for number in range(5):
        enrolled(f"sales{number}")
    assert print_version(session=new_session("4.1")).rows == [("Sales", "5")]
    enrolled("late")
    second = print_version(program=program)
    assert (second.rows, second.is_former) == ([("Sales", "5")], True)
    for number in range(4):
        enrolled(f"more{number}")
    assert (functions_of(program).rows, functions_of(program).is_former) == ([("Sales", "10")], False)


@pytest.mark.parametrize(("n", "said"), [(None, "—"), (0, "0"), (4, "under 5"), (5, "5")])
def test_a_count_leaves_the_room_from_five_on(n, said):
    assert released(n) == said
