"""Exercises from the brief to the closed decision in Chromium: a facilitator, three participants, fifteen beside."""

import pytest
from django.utils import timezone

from accounts.actions.people import add_member, create_organisation, find_or_create_person
from accounts.models import Role
from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from datasets.actions.imports import import_paths
from datasets.sample.company import AS_OF, make_company
from datasets.sample.files import write_tables
from tests.browser.seats import answer_all, decide, press
from tests.sizes import SIZES
from workshops.actions.answers import open_worksheet, save_answer
from workshops.actions.programs import create_program, create_session, enrol
from workshops.models import Run
from workshops.sample.answers import worksheets
from workshops.sample.people import PARTICIPANTS
from workshops.sample.walk import have_evidence
from workshops.steps import open_round

pytestmark = [
    pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600),
]  # fmt: skip
AT_PHONES = ("goran", "ana", "mara")
EACH_KIND = ("1.4", "2.4", "3.3", "4.6", "5.2", "6.6", "7.5", "8.5")  # one of each module, all kinds of instrument
THREE_EACH = ("1.1", "1.6", "2.1", "2.6", "3.4", "3.5", "4.1", "4.2", "4.3", "4.4", "4.5", "5.1", "5.4", "6.1", "6.4",
              "7.1", "7.6", "8.1", "8.6")  # fmt: skip
WALKED = sorted({*EACH_KIND, *THREE_EACH})[:: 1 if SIZES.walks > 1 else 100]
OBJECTIVES = ("Win more of what we bid for", "Answer within five days", "Keep the margin")


@pytest.fixture
def world(tmp_path):
    """An organisation on the sample company's tables, a program of the sample people and who runs it."""
    organisation = create_organisation(name="Nordhafen")
    write_tables(make_company(deals=1000), tmp_path)
    import_paths(organisation=organisation, paths=[tmp_path], as_of=AS_OF)
    curriculum = store_curriculum(loaded=load_folder())
    program = create_program(organisation=organisation, title="Spring", curriculum=curriculum, objectives=OBJECTIVES)
    desk = find_or_create_person(email="ines@nordhafen.example.com", name="Ines")
    add_member(organisation=organisation, person=desk, role=Role.FACILITATOR)
    return program, desk


def enrol_people(program, people):
    seats = {}
    for each in people:
        person = find_or_create_person(email=f"{each.key}@nordhafen.example.com", name=each.name)
        member = add_member(organisation=program.organisation, person=person, role=Role.MEMBER, function=each.function)
        seats[each.key] = enrol(program=program, membership=member, role=Role.PARTICIPANT)
    return seats


def others_answer(run, seats):
    """Whoever is not at a phone, as the sample room answers."""
    round_ = open_round(run.step)
    for person, payload in zip(PARTICIPANTS, worksheets(run.content)[round_.value], strict=True):
        if person.key in seats and person.key not in AT_PHONES:
            sheet = open_worksheet(run=run, enrolment=seats[person.key])
            save_answer(worksheet=sheet, payload=payload, started_from=sheet.answers.count(), done=True)


def go_on(run, desk, phones, seats):
    """One press of the facilitator's button, and what the room does then; the words on the button."""
    words = press(desk)
    run.refresh_from_db()
    run.__dict__.pop("content", None)
    if open_round(run.step):
        others_answer(run, seats)
        for key, phone in phones.items():
            phone.goto(phone.url.split("?")[0])
            answer_all(phone, f"Said by {key} on 6 May, seen on 12 June, round {run.step}")
    if run.step in (Run.Step.REVEAL_1, Run.Step.REVEAL_2, Run.Step.VOTE_REVEAL):
        have_evidence(run=run)
    desk.reload()
    return words


@pytest.mark.parametrize("exercise", WALKED)
def test_an_exercise_from_the_brief_to_the_decision(exercise, world, open_page, live_server):
    program, person = world
    seats = enrol_people(program, PARTICIPANTS)
    session = create_session(program=program, module=int(exercise[0]), exercises=[exercise], starts_at=timezone.now(),
                             snapshot=program.organisation.snapshots.get(is_current=True))  # fmt: skip
    run = session.runs.get()
    address = f"{live_server.url}/runs/{run.pk}/"
    desk = open_page(address, person=person)
    phones = {key: open_page(address, width=360, person=seats[key].membership.person) for key in AT_PHONES}
    pressed = []
    while run.step != Run.Step.DECIDE:
        pressed.append(go_on(run, desk, phones, seats))
    assert any("Reveal 18 answers" in words for words in pressed)
    assert any("Reveal 18 votes" in words for words in pressed)
    assert sorted(run.reveals.values_list("n", flat=True)) == [18] * run.reveals.count()
    decide(desk, "Requests get a name and an answer within five days")
    run.refresh_from_db()
    assert run.step == Run.Step.DECIDED
    assert run.decision.evidence.findings.exercise == exercise
    assert [phone.complaints for phone in (desk, *phones.values())] == [[], [], [], []]


def test_four_answers_in_all_are_told_and_show_nothing(world, open_page, live_server):
    program, person = world
    seats = enrol_people(program, [each for each in PARTICIPANTS if each.key in (*AT_PHONES, "hana")])
    session = create_session(program=program, module=4, exercises=["4.1"], starts_at=timezone.now())
    run = session.runs.get()
    address = f"{live_server.url}/runs/{run.pk}/"
    desk = open_page(address, person=person)
    assert "if fewer than 5 answer, nothing is shown" in desk.locator("main").inner_text()
    phones = {key: open_page(address, width=360, person=seats[key].membership.person) for key in AT_PHONES}
    words = [go_on(run, desk, phones, seats) for _step in range(3)]
    assert "Go on without a reveal" in words[2]
    for page in (desk, *phones.values()):
        page.goto(address)
        text = page.locator("body").inner_text()
        assert "on 6 May" not in text
        assert "fewer than 5" in text.lower() or "Fewer than 5" in text
