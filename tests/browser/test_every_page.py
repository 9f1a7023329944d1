"""Every page × three widths × nothing, one of everything, much: a picture of each, and nothing wrong with any.

bin/shots [--out DIR]      all of it
bin/test                   one of everything on a phone, without pictures
"""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.actions.people import add_member, create_organisation, find_or_create_person
from accounts.models import Person, Role
from assessments.models import Sitting, When
from assessments.sample import make_papers
from curriculum.actions import store_curriculum
from curriculum.loader import load_folder
from tests.browser.conftest import WIDTHS
from tests.browser.every_page import Look, looks
from tests.browser.looks import faults
from tests.factories.worlds import DEALS, make_world
from tests.workshops.sample.conftest import WALKED
from workshops.actions.programs import create_program, enrol
from workshops.sample.people import ADMIN, FACILITATOR, PARTICIPANTS, SPONSOR
from workshops.sample.program import make_sample

pytestmark = [
    pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1800),
]  # fmt: skip
SHOTS = os.environ.get("CHARTROOM_SHOTS", "")
GERMAN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter"
OF_PROGRAM = ("workshops", "datasets", "curriculum", "reports")
LONG_PROGRAM = f"{GERMAN[:60]} program"


def nothing(_folder):
    """A new organisation and a program in which nothing has happened.

    Each state gives people by role, what the URLs need, and pages beside those that the URLs alone lead to.
    """
    organisation = create_organisation(name="Nordhafen")
    program = create_program(
        organisation=organisation, title="Spring", curriculum=store_curriculum(loaded=load_folder())
    )
    people = {"nobody": None}
    for role in (Role.ADMIN, Role.FACILITATOR, Role.PARTICIPANT, Role.SPONSOR):
        person = find_or_create_person(email=f"{role}@nordhafen.example.com", name=role.label)
        reaches_all = role in (Role.ADMIN, Role.FACILITATOR)
        membership = add_member(organisation=organisation, person=person, role=role if reaches_all else Role.MEMBER)
        if not reaches_all:
            enrol(program=program, membership=membership, role=role)
        people[str(role.value)] = person
    known = {"program_id": program.pk, "slug": organisation.slug, "number": 4, "key": "4.1"}
    return people, lambda name: known if name.split(":")[0] in OF_PROGRAM else {}, []


def one(folder):
    (folder / "deals.csv").write_text(DEALS)
    world = make_world("Nordhafen", store_curriculum(loaded=load_folder()), folder / "deals.csv")
    return world.people | {"nobody": None}, world.arguments, []


def much(_folder):
    """The sample program, with a name that no line is long enough for."""
    sample = make_sample(deals=1500, exercises=WALKED)
    sample.program.title = LONG_PROGRAM
    sample.program.save()
    make_papers(sample.program)
    decided = sample.held.runs.order_by("position").first()
    keys = {"admin": ADMIN, "facilitator": FACILITATOR, "participant": PARTICIPANTS[0], "sponsor": SPONSOR}
    people = {role: Person.objects.get(email=each.email) for role, each in keys.items()} | {"nobody": None}
    known = {
        "program_id": sample.program.pk, "session_id": sample.held.pk, "run_id": decided.pk, "number": 4, "key": "4.1",
        "slug": sample.organisation.slug, "pk": sample.organisation.imports.latest("pk").pk,
        "code": sample.coming.join_code, **paper_of(sample.program, keys["participant"].email),
    }  # fmt: skip
    people["answering"] = Person.objects.get(email=next(one.email for one in PARTICIPANTS if one.key == "rosa"))
    room = reverse("workshops:run", args=[sample.coming.runs.get().pk])
    answering = [Look("room", role, room) for role in ("facilitator", "participant", "answering")]
    return people, lambda name: {} if name.split(":")[0] in ("accounts", "jobs") else known, answering


def paper_of(program, email):
    """What the URLs of the papers need: a sitting of the first paper and one of its items."""
    sitting = Sitting.objects.get(
        paper__program=program, paper__when=When.BEFORE, enrolment__membership__person__email=email
    )
    item = sitting.paper.items(sitting.form)[0].id
    return {"paper_id": sitting.paper_id, "sitting_id": sitting.pk, "item_id": item, "module": 4}


STATES = {"nothing": nothing, "one": one, "much": much}


def picture(page, state, look, width):
    if SHOTS:
        folder = Path(SHOTS) / state
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{look.file}--{width}.png", full_page=True)


def look_at(page, state, look, widths, address):
    """Faults at each width, each with where it was seen."""
    seen = []
    for width in widths:
        page.complaints.clear()
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + look.address)
        picture(page, state, look, width)
        seen += [f"{state} {look.name} as {look.role} at {width}: {fault}" for fault in faults(page)]
    return seen


@pytest.mark.parametrize("state", STATES)
def test_no_page_overflows_cuts_text_or_shuts_anybody_out(state, chromium, live_server, tmp_path, open_page):
    if not SHOTS and state != "one":
        pytest.skip("pictures of every state: bin/shots")
    people, arguments, more = STATES[state](tmp_path)
    pages, wrong = {}, []
    for look in [*looks(people, arguments), *more]:
        if look.role not in pages:
            pages[look.role] = open_page(look.address, width=360, person=people[look.role])
        wrong += look_at(pages[look.role], state, look, WIDTHS if SHOTS else WIDTHS[:1], live_server.url)
    assert wrong == []


BROKEN = """<!doctype html><html lang="en"><head><title>Broken</title></head><body><main><h1>Broken</h1>
<p style="width: 60px; overflow: hidden; white-space: nowrap">Much longer than its box can show</p>
<div style="width: 500px; height: 4px"></div><button></button>
<svg role="img" aria-label="a drawing" width="100" height="20"><text x="90" y="10">leaves it</text></svg>
</main></body></html>"""


def test_what_is_looked_for_is_found(chromium):
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.complaints = ["a script failed"]
    page.set_content(BROKEN)
    found = [fault.split(":")[0] for fault in faults(page)]
    assert found[0].endswith("px too wide")
    assert found[2:] == ["cut off", "leaves its drawing", "button-name", "a script failed"]
    page.close()
