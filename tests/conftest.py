"""People, an organisation, the queue and the race: what tests of every app share."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
from celery import current_app
from celery.contrib.testing.worker import start_worker
from django.db import connection

from accounts.models import Membership, Organisation, Person, Role
from workshops.actions.programs import enrol

REAL_DATA = Path(os.environ.get("CHARTROOM_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))


def pytest_collection_modifyitems(config, items):
    """Tests that need the real files are named as skipped where the folder is absent, never left out in silence.

    On a second database run those that meet it: the others, the ones that bring SQLite themselves (`embedded`), and
    those that only look at a page (`once`) would do the same again.
    """
    if "DATABASE_URL" in os.environ:
        again = {item: touches_database(item) and not {"embedded", "once"} & set(item.keywords) for item in items}
        config.hook.pytest_deselected(items=[item for item, kept in again.items() if not kept])
        items[:] = [item for item, kept in again.items() if kept]
    if REAL_DATA.exists():
        return
    absent = pytest.mark.skip(reason=f"the folder of real files is absent: {REAL_DATA.name}")
    for item in items:
        if "real_data" in item.keywords:
            item.add_marker(absent)


def touches_database(item):
    """By its fixtures or its mark; a real stack of servers has the database behind it."""
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server"}
    return bool(fixtures & set(item.fixturenames)) or any(
        item.get_closest_marker(name) for name in ("django_db", "stack")
    )


@pytest.fixture(scope="session")
def real_data():
    """The folder of real files; tests that use it carry `@pytest.mark.real_data`."""
    return REAL_DATA


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _static(settings, tmp_path):
    """Names without hashes: a test of a page needs neither a build nor a manifest."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def organisation(db):
    return Organisation.objects.create(name="Nordhafen Instruments", slug="nordhafen")


@pytest.fixture
def other_organisation(db):
    return Organisation.objects.create(name="Südwind", slug="suedwind")


@pytest.fixture
def join(organisation):
    """Makes a person who is a member, in `organisation` unless told; returns the person."""

    def join(name, role=Role.MEMBER, to=None, function="sales"):
        person = Person.objects.create_user(email=f"{name}@example.com", name=name.title())
        Membership.objects.create(organisation=to or organisation, person=person, role=role, function=function)
        return person

    return join


@pytest.fixture
def enrolled(program, join):
    """Makes a person who is enrolled in `program`, the fixture of whoever asks; returns the person."""

    def enrolled(name, role=Role.PARTICIPANT, function="sales"):
        person = join(name, function=function)
        membership = Membership.objects.get(organisation=program.organisation, person=person)
        enrol(program=program, membership=membership, role=role)
        return person

    return enrolled


@pytest.fixture
def admin(join):
    return join("ada", Role.ADMIN)


@pytest.fixture
def facilitator(join):
    """May run any program of the organisation."""
    return join("finn", Role.FACILITATOR)


@pytest.fixture
def member(join):
    return join("mia")


@pytest.fixture
def stranger(join, other_organisation):
    """A facilitator, but of another organisation."""
    return join("sven", Role.FACILITATOR, to=other_organisation)


@pytest.fixture
def queued():
    """Takes what was queued since the last look off the broker: `[(task, *ids), ...]`, in all queues."""
    names = ["default", "analysis", "render", "mail"]
    with current_app.connection_for_write() as broker:
        queues = [broker.SimpleQueue(name) for name in names]
        for queue in queues:
            queue.clear()

        def take():
            messages = [queue.get() for queue in queues for _ in range(queue.qsize())]
            for message in messages:
                message.ack()
            return [(message.headers["task"], *message.payload[0]) for message in messages]

        yield take
        for queue in queues:
            queue.close()


@pytest.fixture
def work_off(queued):
    """Calls `order` beside a real worker of one queue and waits, up to 30 s, until the job it returns has ended.

    A worker keeps the choice of queues on the app, so the next one in this process must always choose again.
    """

    def work_off(order, queue):
        with start_worker(current_app, pool="solo", queues=[queue], perform_ping_check=False, shutdown_timeout=30):
            job = order()
            for _ in range(600):
                job.refresh_from_db()
                if job.has_ended:
                    break
                Event().wait(0.05)
        return job

    return work_off


@pytest.fixture
def race():
    """Runs functions at the same moment, each in a thread with its own connection; their results or exceptions."""

    def race(*functions):
        start = Barrier(len(functions))

        def run(function):
            try:
                start.wait(timeout=10)
                return function()
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(functions)) as pool:
            return list(pool.map(run, functions))

    return race
