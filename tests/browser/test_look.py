"""Pages that anybody may open and those of one's account: readable, reachable, inside the window, under the policy."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]

WIDTHS = (360, 768, 1440)
OPEN = ("home", "styleguide", "account_login", "account_request_login_code", "account_reset_password")
CLOSED = ("account_signup", "account_inactive", "account_reset_password_done", "account_reset_password_from_key_done")
OWN = ("account_logout", "account_email", "account_change_password", "account_reauthenticate")


@pytest.fixture
def known(member):
    """Somebody whose address is proven and who has a password."""
    member.set_password("a long enough one")
    member.save()
    member.emailaddress_set.update(verified=True)
    return member


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", OPEN)
def test_an_open_page_is_in_the_look(open_page, check_look, name, width):
    page = open_page(reverse(name), width=width)
    expect(page.locator("h1")).to_have_count(1)
    check_look(page)


@pytest.mark.parametrize("name", CLOSED)
def test_a_page_at_the_entrance_is_in_the_look(open_page, check_look, name):
    page = open_page(reverse(name), width=360)
    expect(page.locator(".sheet--lead h1")).to_be_visible()
    check_look(page)


@pytest.mark.parametrize("name", OWN)
def test_a_page_of_ones_account_is_in_the_look(open_page, check_look, known, name):
    page = open_page(reverse(name), width=360, person=known)
    expect(page.locator(".sheet--lead h1")).to_be_visible()
    check_look(page)


def test_the_style_guide_reads_without_the_network_of_others(open_page):
    """Everything comes from this server, the faces included."""
    page = open_page("/healthz")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("healthz", "styleguide/"), wait_until="networkidle")
    here = page.url.removesuffix("styleguide/")
    assert [url for url in asked if not url.startswith((here, "data:"))] == []
    assert page.evaluate("document.fonts.check('16px \"Inter Variable\"')")
    assert page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').length") >= 2


def test_signing_in_by_code(open_page, check_look, known):
    page = open_page(reverse("account_request_login_code"), width=360)
    page.get_by_label("Email").fill(known.email)
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    check_look(page)
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_wrong_password_is_said_at_the_form(open_page, check_look, known):
    page = open_page(reverse("account_login"), width=360)
    page.get_by_label("Email").fill(known.email)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".notice--alarm")).to_be_visible()
    check_look(page)


def test_a_keyboard_reaches_the_page_past_the_bar(open_page):
    page = open_page(reverse("account_login"))
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_signing_in_without_scripts(open_page, known):
    page = open_page(reverse("account_login"), javascript=False)
    page.get_by_label("Email").fill(known.email)
    page.get_by_label("Password").fill("a long enough one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_of_the_guide_swap_by_theme(open_page, theme):
    """The dark half is painted by the same rules with other values."""
    page = open_page(reverse("styleguide"))
    heading = page.locator(f"#{theme}-evidence")
    colour = heading.evaluate("(element) => getComputedStyle(element).color")
    assert colour == {"light": "rgb(20, 33, 61)", "dark": "rgb(246, 243, 233)"}[theme]
