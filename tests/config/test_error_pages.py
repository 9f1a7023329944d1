"""The style guide is whole; each error page says what happened, what was kept and what to do, in the look."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

ALONE = ("500", "503")
CODES = ("400", "403", "404", "413", *ALONE)


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_says_what_to_do(code, rf):
    page = render_to_string(f"{code}.html", {}, None if code in ALONE else rf.get("/"))
    assert f'<p class="label num">{code}</p>' in page
    assert page.count("<h1") == 1
    assert "To the start" in page
    assert "chartroom.css" in page


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_has_nothing_inline(code, rf):
    page = render_to_string(f"{code}.html", {}, None if code in ALONE else rf.get("/"))
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", page)


@pytest.mark.parametrize("code", ALONE)
def test_a_page_for_a_broken_server_asks_the_database_nothing(code):
    """Without the `db` fixture a query would fail."""
    assert render_to_string(f"{code}.html")


def test_a_missing_page_is_answered_in_the_look(client, db):
    answer = client.get("/there-is-nothing/")
    assert answer.status_code == 404
    assert "There is nothing here that you may see" in answer.content.decode()


def test_the_style_guide_shows_every_component(client, db):
    """An include that is drawn nowhere on the guide would go out of the look unseen."""
    answer = client.get(reverse("styleguide"))
    drawn = {template.name for template in answer.templates if template.name}
    on_pages_only = {"error", "landing", "messages"}
    assert components() - on_pages_only <= {name.removeprefix("components/").removesuffix(".html") for name in drawn}


def components():
    return {path.stem for path in (Path(__file__).parents[2] / "templates" / "components").glob("*.html")}
