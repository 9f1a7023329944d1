"""Pages in Chromium, on a live server with the real database and the built style sheet.

    open_page("/path/", width=360)                 an anonymous page at 360 px; `person=facilitator` signs in by cookie
    check_look(page)                               axe without findings, no sideways scroll, nothing clipped from reach,
                                                   no complaint in the console (CSP, a script that failed)
    page.context.set_offline(True)                 the line is down

The address may also be a full one (`live_server.url + …`). Mark the tests `@pytest.mark.browser`.
"""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_finished, request_started
from playwright.sync_api import sync_playwright

from curriculum.actions import store_curriculum
from tests.workshops.conftest import NAMES
from workshops.actions.programs import create_program

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "build" / "assets" / "chartroom.css"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
WIDTHS = (360, 768, 1440)

# Playwright's loop runs in this thread, so Django would take it for an async one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    missing = [path.name for path in (AXE, BUILT, Path(CHROMIUM)) if not path.exists()]
    if not missing:
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=f"missing for the browser: {', '.join(missing)} (bin/setup)"))


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()


@dataclass
class Pages:
    """Makes pages; each has a browser context of its own, so each is a device of its own."""

    browser: object
    address: str
    contexts: list = field(default_factory=list)

    def __call__(self, path="/", *, width=1440, height=800, person=None, dark=False, javascript=True):
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            locale="en-GB",
        )
        self.contexts.append(context)
        context.set_default_timeout(15_000)
        if person:
            context.add_cookies([session_cookie(person, self.address)])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: note_complaint(page, message))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path if path.startswith("http") else self.address + path)
        return page

    def close(self):
        for context in self.contexts:
            context.close()


def note_complaint(page, message):
    if message.type in ("error", "warning"):
        where = message.location.get("url", "")
        page.complaints.append(f"{message.text} ({where})" if where else message.text)


def session_cookie(person, address):
    """A session of `person`, as the sign-in page would have made it."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return {"name": django_settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}


class Requests:
    """How many requests the live server is answering; it lives in threads of this process."""

    def __init__(self):
        self.under_way = 0
        self.changed = Condition()

    def count(self, by):
        with self.changed:
            self.under_way += by
            self.changed.notify_all()

    def begin(self, **_):
        self.count(1)

    def end(self, **_):
        self.count(-1)

    def have_ended(self):
        """Whether they have within ten seconds: what a page asked for when it was closed is answered all the same."""
        with self.changed:
            return self.changed.wait_for(lambda: self.under_way <= 0, timeout=10)


@pytest.fixture
def requests(live_server):
    requests = Requests()
    request_started.connect(requests.begin)
    request_finished.connect(requests.end)
    yield requests
    request_started.disconnect(requests.begin)
    request_finished.disconnect(requests.end)


@pytest.fixture
def program(organisation, loaded):
    """On the book that a test module's own fixture `loaded` has read."""
    curriculum = store_curriculum(loaded=loaded)
    return create_program(organisation=organisation, title="Spring", curriculum=curriculum, objectives=["Grow"])


@pytest.fixture
def room(enrolled):
    """Six people who are asked to answer."""
    return [enrolled(name) for name in NAMES]


@pytest.fixture
def open_page(chromium, live_server, requests, settings):
    """The database is emptied only when no answer is read from it any more."""
    pages = Pages(chromium, live_server.url)
    yield pages
    pages.close()
    assert requests.have_ended()


def sideways(page):
    """By how much the page is wider than its window, and what sticks out; nothing where it fits."""
    return page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            const wide = document.documentElement.scrollWidth - room;
            if (wide <= 0) return [];
            const out = [...document.querySelectorAll("body *")]
                .filter((element) => element.getBoundingClientRect().right > room + 1)
                .slice(0, 5)
                .map((element) => element.outerHTML.slice(0, 120));
            return [`${wide} px too wide`, ...out];
        }"""
    )


def violations(page):
    """axe's findings, one line each; axe comes in by evaluation, so the page keeps its content security policy."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{rule['id']}: {node['failureSummary']} {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def check_look():
    def check_look(page, complaints=True):
        assert violations(page) == []
        assert sideways(page) == []
        if complaints:
            assert page.complaints == []

    return check_look
