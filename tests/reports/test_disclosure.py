"""Words planted in what people answered: none of them leaves the room, nor does a group of fewer than five.

One program has a room that was revealed and decided, one of four people, and one whose answers are still sealed.
Whoever may open a page outside the room opens it; whatever is printed, ordered or recorded is read.
"""

import json
import re

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Membership, Person, Role
from jobs.models import Job
from reports import tasks
from reports.actions.orders import order_output
from reports.models import PROGRAM_KINDS, Kind, Order, Section
from workshops.actions.answers import open_worksheet, save_answer
from workshops.actions.decisions import (
    add_action,
    add_dissent,
    add_tripwire,
    close_decision,
    open_decision,
    save_decision,
    state_probability,
)
from workshops.actions.evidence import freeze_evidence
from workshops.actions.programs import enrol
from workshops.actions.steps import advance
from workshops.models import Run
from workshops.steps import open_round, steps_of

pytestmark = [pytest.mark.once, pytest.mark.django_db]

# A word for each answer of each person: `word("open", 0)` is what the first wrote where the room was revealed.
ROOMS = ("open", "small", "sealed")
PEOPLE = tuple(f"Quorvex{letter} Nameplant" for letter in "abcdefg")
NAMED = PEOPLE[5]  # asked that the dissent carries the name
FUNCTIONS = ("sales", "sales", "sales", "sales", "sales", "product", "finance")


def word(room, place):
    return f"zyx{room}plant{'abcdefg'[place]}"


@pytest.fixture
def cohort(program, organisation):
    """Seven participants whose names are planted too: five of sales, and one each of two other functions."""
    people = []
    for place, (name, function) in enumerate(zip(PEOPLE, FUNCTIONS, strict=True)):
        person = Person.objects.create_user(email=f"planted{place}@example.com", name=name)
        member = Membership.objects.create(organisation=organisation, person=person, function=function)
        people.append(enrol(program=program, membership=member, role=Role.PARTICIPANT))
    return people


@pytest.fixture
def planted(cohort, new_session, program):
    """The three rooms, and the decision of the first."""
    revealed, small, sealed = (new_session("4.1").runs.get() for _room in ROOMS)
    decide(walk(revealed, cohort, "open"), cohort, program)
    walk(small, cohort[:4], "small")
    answer_open(advance(run=sealed, to=Run.Step.ANSWER_1), cohort[:3], "sealed")
    return {"open": revealed, "small": small, "sealed": sealed}


def walk(run, people, room):
    """To the reveal of the vote; everybody answers each round with their own word."""
    for step in steps_of(run.rounds)[1:-2]:
        run = advance(run=run, to=step)
        answer_open(run, people, room)
    return run


def answer_open(run, people, room):
    round_ = open_round(run.step)
    for place, enrolment in enumerate(people if round_ else ()):
        worksheet = open_worksheet(run=run, enrolment=enrolment)
        save_answer(worksheet=worksheet, payload=payload(run, round_, word(room, place)), started_from=0, done=True)


def payload(run, round_, text):
    if round_ == "vote":
        return {"decision": {"option": "prove_and_respond", "confidence": 70, "reason": text}}
    (instrument,) = run.content["instruments"]
    items = instrument["parameters"]["items"]
    return {instrument["key"]: {item["key"]: {"category": "capability", "reason": text} for item in items}}


def decide(run, people, program):
    run = advance(run=run, to=Run.Step.DECIDE)
    freeze_evidence(run=run)
    decision = open_decision(run=run)
    fields = {"option": "prove_and_respond", "statement": "Answer in five days", "decided_by": "consent"}
    fields |= {"owner": "Head of sales", "review_on": "2027-06-30", "confidence": 75, "reasons": "They wait for us."}
    fields |= {"expected_figure": "group_consensus.1", "expected_value": 0.5}
    decision = save_decision(decision=decision, started_from=decision.version, **fields)
    window = {"rolling": 2, "period": "quarter"}
    add_tripwire(decision=decision, figure="win_rate", op="<", threshold=0.2, window=window, min_n=75)
    add_action(decision=decision, what="Write it down", who="Head of product", due_on="2027-01-15")
    add_dissent(decision=decision, enrolment=people[4], text="It costs more than it brings.")
    add_dissent(decision=decision, enrolment=people[5], text="I would ask first.", is_named=True)
    for place, enrolment in enumerate(people[:4]):
        state_probability(decision=decision, enrolment=enrolment, percent=41 + place)
    close_decision(decision=decision)


@pytest.fixture
def documents(planted, program):
    """The HTML of each room's document and of the program's, composed as their tasks do it."""
    orders = {room: order_output(session=run.session) for room, run in planted.items()}
    orders |= {kind: order_output(program=program, kind=kind) for kind in PROGRAM_KINDS}
    for order in orders.values():
        for section in order.sections.all():
            tasks.render_section(str(section.job_id))
        tasks.compose(str(order.composing_id))
    return {name: Order.objects.get(pk=order.pk).html for name, order in orders.items()}


@pytest.fixture
def outside(client, planted, program, enrolled, facilitator):
    """Every page that may be opened outside a room, by who may open it: {(role, address): text}."""
    people = {"sponsor": enrolled("sue", Role.SPONSOR), "facilitator": facilitator}
    people["participant"] = program.enrolments.filter(role=Role.PARTICIPANT).first().membership.person
    addresses = [
        reverse("reports:sponsor", args=[program.pk]),
        reverse("reports:program", args=[program.pk]),
        reverse("workshops:register", args=[program.pk]) + "?show=all",
        reverse("workshops:programs"),
        reverse("workshops:program", args=[program.pk]),
        *(reverse("reports:session", args=[run.session_id]) for run in planted.values()),
    ]
    pages = {}
    for role, person in people.items():
        client.force_login(person)
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200
            pages[role, address] = response.content.decode()
    return pages


def found_in(texts, wanted):
    """[(where, what)] of each planted word that stands anywhere."""
    return [(where, each) for where, text in texts.items() for each in wanted if each.lower() in text.lower()]


WORDS = [word(room, place) for room in ROOMS for place in range(len(PEOPLE))]


def test_no_page_outside_the_room_shows_what_anybody_wrote(outside):
    assert found_in(outside, WORDS) == []


def test_no_page_outside_the_room_names_who_dissented_unless_they_asked(outside):
    own = {"participant": PEOPLE[0]}  # the bar at the top says who is signed in
    names = {
        (role, address): [name for name in PEOPLE if name in text and name != own.get(role)]
        for (role, address), text in outside.items()
    }
    assert {where: found for where, found in names.items() if found} == {}


def test_no_document_prints_what_anybody_wrote_or_who_they_are(documents):
    assert len(documents) == 5
    assert all(documents.values())
    assert found_in(documents, [*WORDS, *(name for name in PEOPLE if name != NAMED)]) == []
    assert any(NAMED in html for html in documents.values())
    assert any("It costs more than it brings." in html for html in documents.values())


def test_a_room_under_five_is_nowhere_but_as_that(outside, documents, planted, program):
    """Neither its number nor its vote: the sponsor is told that there was a room, and that it stays in it."""
    sponsor = outside["sponsor", reverse("reports:sponsor", args=[program.pk])]
    assert "1 with fewer than five left out" in sponsor
    assert "7 of 7" in sponsor
    page = outside["sponsor", reverse("workshops:program", args=[program.pk])]
    assert not re.search(r'<dd class="num">\s*[1-4]\s*</dd>', page[: page.index("Open decisions")])
    small = documents["small"]
    assert "Round 1: fewer than 5 answered, so nothing of it is shown." in small
    assert "under 5 of 7" in small
    assert "Agreement of the room" not in small
    for html in documents.values():
        assert "4 answered in round" not in html
        assert "(n = 4)" not in html


def test_chances_of_four_are_not_printed(documents):
    assert not any("median chance" in html for html in documents.values())


def test_functions_of_one_are_hidden_and_the_next_smallest_with_them(documents):
    (said,) = re.findall(r"By function, asked: ([^.]*)\.", documents[Kind.SPONSOR_REPORT])
    assert said == "Finance hidden, Product hidden, Sales hidden"


def test_a_sealed_round_leaves_no_number_behind(outside, documents, planted, program):
    """Three have answered it: neither the sponsor nor a document says how many."""
    sponsor = outside["sponsor", reverse("reports:sponsor", args=[program.pk])]
    for text in (sponsor, *documents.values()):
        assert "3 of 7" not in text
    assert "Nobody has answered yet." in documents["sealed"]


def test_neither_a_job_nor_a_trail_holds_what_anybody_wrote(documents):
    rows = {f"job {job.pk}": json.dumps([job.title, job.note, job.error, job.arguments, job.result])
            for job in Job.objects.all()}  # fmt: skip
    rows |= {f"entry {entry.number}": json.dumps([entry.action, entry.subject, entry.detail])
             for entry in AuditEntry.objects.all()}  # fmt: skip
    rows |= {f"section {section.pk}": section.html + section.further_html for section in Section.objects.all()}
    assert len(rows) > 20
    assert found_in(rows, [*WORDS, *(name for name in PEOPLE if name != NAMED)]) == []


def test_the_planted_words_are_there_to_be_found(client, planted, cohort):
    """In the room itself, once it was revealed: else the tests above would find nothing anywhere."""
    client.force_login(cohort[0].membership.person)
    page = client.get(reverse("workshops:decision", args=[planted["open"].pk])).content.decode()
    assert word("open", 3) in page
    assert word("small", 0) not in page
