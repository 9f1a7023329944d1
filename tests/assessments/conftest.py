"""A program on module 4 alone, six people who are asked, and ways to sit a paper."""

from random import Random

import pytest

from accounts.models import Role
from assessments.actions import close_paper, finish_sitting, open_paper, save_response, start_sitting
from assessments.models import When
from assessments.sample import right, wrong
from curriculum.actions import store_curriculum
from curriculum.loader import CONTENT, Loaded, read_items, read_module
from workshops.actions.programs import create_program

NAMES = ("ana", "ben", "cleo", "dan", "eve", "fay")


@pytest.fixture(scope="session")
def items():
    return read_items(CONTENT / "items/items-4.yaml")[1]


@pytest.fixture
def curriculum(db, items):
    module = read_module(CONTENT / "modules/module-4.md")[1]
    return store_curriculum(loaded=Loaded({4: module}, {}, {4: items}))


@pytest.fixture
def program(organisation, curriculum):
    return create_program(organisation=organisation, title="Spring", curriculum=curriculum)


@pytest.fixture
def room(enrolled):
    return [enrolled(name) for name in NAMES]


@pytest.fixture
def participant(room):
    return room[0]


@pytest.fixture
def sponsor(enrolled):
    return enrolled("sue", Role.SPONSOR)


@pytest.fixture
def enrolment(program):
    """Of a person in the program."""
    return lambda person: program.enrolments.get(membership__person=person)


@pytest.fixture
def paper(program):
    return open_paper(program=program, module=4, when=When.BEFORE)


@pytest.fixture
def sitting(paper, participant, enrolment):
    return start_sitting(paper=paper, enrolment=enrolment(participant))


@pytest.fixture
def sit(enrolment):
    """Answers every item of a paper: the first `known` right, the others wrong; hands in."""

    def sit(paper, person, known=3, certainty=60):
        sitting = start_sitting(paper=paper, enrolment=enrolment(person))
        for number, item in enumerate(paper.items(sitting.form)):
            answer = right(item) if number < known else wrong(item, Random(number))  # noqa: S311
            payload = {"answer": answer, "certainty": certainty, "later": False}
            save_response(sitting=sitting, item=item.id, payload=payload, started_from=0)
        return finish_sitting(sitting=sitting)

    return sit


@pytest.fixture
def sat(program, paper, sit, room):
    """Both papers sat by the people given (the whole room) and closed; the second paper."""

    def sat(people=None):
        people = room if people is None else people
        for place, person in enumerate(people):
            sit(paper, person, known=1 + place % 2)
        after = open_paper(program=program, module=4, when=When.AFTER)
        for place, person in enumerate(people):
            sit(after, person, known=4 + place % 3)
        return close_paper(paper=after)

    return sat
