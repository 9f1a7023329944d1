"""What is typed is never lost: saved, kept while the line is down, sent again, shown beside another's text."""

import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]  # its server has no database
BUILT = Path(__file__).parents[2] / "build" / "assets"

STATE = """<p data-save-state="answer" role="status" data-saved="Saved" data-saving="Saving…"
  data-unsent="Not sent — kept on this device, retrying" data-clash="Changed elsewhere · both texts kept"
  data-refused="Not saved yet"><span data-words>Saved as you go</span></p>"""
WORKSHEET = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Worksheet</title>
<script src="/static/chartroom.js" defer></script></head><body data-person="{person}">
<form id="answer" method="post" action="/sheet/7/save" data-autosave data-autosave-key="7/a">
  <input type="hidden" name="started_from" value="{revision}">
  <div data-conflict></div><div data-errors role="alert"></div>
  <label>Why <textarea name="text">{text}</textarea></label>
  <label>Sure <input id="sure" name="sure" type="range" min="50" max="100" step="5" value="50"></label>
  <output for="sure"></output>
  <fieldset data-rank><ol>
    <li>Alpha<input type="hidden" name="order" value="alpha"><span class="ranking__name">Alpha</span>
      <button name="move" value="0:up" disabled>Up Alpha</button><button name="move" value="0:down">Down Alpha</button>
    </li>
    <li>Beta<input type="hidden" name="order" value="beta"><span class="ranking__name">Beta</span>
      <button name="move" value="1:up">Up Beta</button><button name="move" value="1:down" disabled>Down Beta</button>
    </li>
  </ol><p role="status" data-rank-status></p></fieldset>
  <button name="done" value="yes">Done</button>
</form>{state}</body></html>"""
THEIRS = """<p>Theirs: <textarea name="text" readonly>their words</textarea></p>
<input type="hidden" name="started_from" value="{revision}">
<button data-keep="mine">Keep mine</button><button data-keep="theirs">Take theirs</button>"""


class Server:
    """The addresses of a worksheet as the application keeps them: append-only revisions of one text."""

    def __init__(self):
        self.texts = [""]
        self.posts = []
        self.person = 1
        self.status = None  # an answer to give instead

    @property
    def revision(self):
        return len(self.texts) - 1

    def show(self):
        return 200, WORKSHEET.format(revision=self.revision, text=self.texts[-1], person=self.person, state=STATE)

    def save(self, body, by_script):
        pairs = parse_qsl(body, keep_blank_values=True)
        post = dict(pairs) | {"order": [value for name, value in pairs if name == "order"]}
        self.posts.append(post)
        return self.answer(post) if by_script else (200, "<title>Next</title><h1>Next step</h1>")

    def answer(self, post):
        if self.status:
            return self.status, "<p>no</p>"
        if post["text"] != self.texts[-1] and int(post["started_from"]) != self.revision:
            return 409, THEIRS.format(revision=self.revision)
        if post["text"] != self.texts[-1]:
            self.texts.append(post["text"])
        return 200, f'<p role="status">Saved 09:42</p><input name="started_from" value="{self.revision}">'


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def address(server):
    """Serves `server` over HTTP: what a browser sends while it leaves a page passes every interception."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path.startswith("/static/"):
                return self.reply(200, (BUILT / "chartroom.js").read_text(), "text/javascript")
            if self.path == "/sheet/7/":
                return self.reply(*server.show())
            return self.reply(200, "<title>Elsewhere</title>")

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply(*server.save(body, "HX-Request" in self.headers))

        def reply(self, status, text, kind="text/html"):
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_arguments):
            """Nothing: a test says what went wrong."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@pytest.fixture
def worksheet(open_page, address):
    return open_page(f"{address}/sheet/7/", width=360)


def words(page, text):
    expect(page.locator("[data-words]")).to_have_text(text)


def type_in(page, text):
    page.get_by_label("Why").press_sequentially(text)


def kill(page):
    """The browser is gone at once, without a last word to the server; the device stays."""
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('gone')) }")
    page.close()


UNSENT = "Not sent — kept on this device, retrying"


def test_a_pause_saves_and_says_when(worksheet, server):
    type_in(worksheet, "quiet after the offer")
    words(worksheet, "Saved 09:42")
    assert server.texts[-1] == "quiet after the offer"
    assert worksheet.locator("[name=started_from]").input_value() == str(server.revision)


def test_leaving_a_field_saves_at_once(worksheet, server):
    """With the clock of the page stopped, so that no pause can have done it."""
    worksheet.clock.install(time=0)
    worksheet.clock.pause_at(1)
    type_in(worksheet, "x")
    assert server.posts == []
    with worksheet.expect_request("**/sheet/7/save"):
        worksheet.get_by_label("Sure").focus()
    words(worksheet, "Saved 09:42")


def test_text_outlives_the_line_and_the_page(worksheet, server, address):
    worksheet.context.set_offline(True)
    type_in(worksheet, "kept here")
    words(worksheet, UNSENT)
    assert server.posts == []
    kill(worksheet)
    worksheet.context.set_offline(False)
    assert server.texts == [""]
    again = worksheet.context.new_page()
    again.goto(f"{address}/sheet/7/")
    expect(again.get_by_label("Why")).to_have_value("kept here")
    words(again, "Saved 09:42")
    assert server.texts == ["", "kept here"]


def test_words_of_an_earlier_visit_meet_a_change_elsewhere(worksheet, server, address):
    worksheet.context.set_offline(True)
    type_in(worksheet, "mine, unsent")
    words(worksheet, UNSENT)
    kill(worksheet)
    server.texts.append("their words")
    worksheet.context.set_offline(False)
    again = worksheet.context.new_page()
    again.goto(f"{address}/sheet/7/")
    words(again, "Changed elsewhere · both texts kept")
    expect(again.locator("[data-conflict] textarea")).to_have_value("their words")
    expect(again.get_by_label("Why")).to_have_value("mine, unsent")


def test_nobody_gets_the_words_of_another_person(worksheet, server, address):
    worksheet.context.set_offline(True)
    type_in(worksheet, "of the first")
    words(worksheet, UNSENT)
    kill(worksheet)
    worksheet.context.set_offline(False)
    server.person = 2
    again = worksheet.context.new_page()
    again.goto(f"{address}/sheet/7/", wait_until="networkidle")
    assert server.posts == []
    expect(again.get_by_label("Why")).to_have_value("")
    server.person = 1
    again.reload()
    expect(again.get_by_label("Why")).to_have_value("of the first")


def test_the_line_comes_back_and_the_text_goes_out(worksheet, server):
    server.status = 503
    type_in(worksheet, "patience")
    words(worksheet, UNSENT)
    server.status = None
    words(worksheet, "Saved 09:42")
    assert server.texts[-1] == "patience"


def test_a_sign_in_page_in_answer_does_not_count_as_saved(worksheet, server):
    server.status = 200  # a page, but without a revision
    type_in(worksheet, "not yet")
    words(worksheet, UNSENT)
    assert server.texts == [""]


def test_both_texts_stand_after_a_change_elsewhere(worksheet, server):
    server.texts.append("their words")
    type_in(worksheet, "my words")
    words(worksheet, "Changed elsewhere · both texts kept")
    expect(worksheet.locator("[data-conflict] textarea")).to_have_value("their words")
    expect(worksheet.get_by_label("Why")).to_have_value("my words")
    before = len(server.posts)
    type_in(worksheet, ", and more")
    worksheet.get_by_role("button", name="Keep mine").click()
    words(worksheet, "Saved 09:42")
    assert server.texts == ["", "their words", "my words, and more"]
    assert len(server.posts) == before + 1  # nothing was sent while both stood there
    expect(worksheet.locator("[data-conflict]")).to_be_empty()


def test_taking_the_other_text_lets_mine_go(worksheet, server):
    server.texts.append("their words")
    type_in(worksheet, "my words")
    worksheet.get_by_role("button", name="Take theirs").click()
    expect(worksheet.get_by_label("Why")).to_have_value("their words")
    assert server.texts == ["", "their words"]


def test_what_the_server_refuses_is_said_and_kept(worksheet, server):
    server.status = 422
    type_in(worksheet, "too long")
    words(worksheet, "Not saved yet")
    expect(worksheet.locator("[data-errors]")).to_have_text("no")
    server.status = None
    type_in(worksheet, "!")
    words(worksheet, "Saved 09:42")
    assert server.texts[-1] == "too long!"


def test_done_saves_first_and_is_sent_once(worksheet, server):
    type_in(worksheet, "last words")
    worksheet.get_by_role("button", name="Done").dblclick()
    expect(worksheet.get_by_role("heading", name="Next step")).to_be_visible()
    assert server.texts[-1] == "last words"
    submitted = [post for post in server.posts if post.get("done") == "yes"]
    assert [post["started_from"] for post in submitted] == ["1"]


def test_done_without_a_line_stays_with_the_words(worksheet, server):
    server.status = 503
    type_in(worksheet, "stay")
    worksheet.get_by_role("button", name="Done").click()
    words(worksheet, UNSENT)
    expect(worksheet.get_by_label("Why")).to_have_value("stay")
    assert not any("done" in post for post in server.posts)


def test_leaving_the_page_sends_what_is_typed(worksheet, server, address):
    type_in(worksheet, "going")
    worksheet.goto(f"{address}/elsewhere/")
    until(lambda: server.texts[-1] == "going")


def until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the wait was in vain"
        time.sleep(0.05)


def test_ranking_moves_by_buttons_and_keys_and_is_saved(worksheet, server):
    worksheet.get_by_role("button", name="Down Alpha").click()
    expect(worksheet.locator("[data-rank-status]")).to_have_text("Alpha: 2 / 2")
    words(worksheet, "Saved 09:42")
    assert server.posts[-1]["order"] == ["beta", "alpha"]
    assert "move" not in server.posts[-1]
    worksheet.get_by_role("button", name="Down Alpha").press("ArrowUp")
    expect(worksheet.locator("ol > li").first).to_contain_text("Alpha")


def test_the_slider_says_its_value(worksheet):
    worksheet.get_by_label("Sure").fill("80")
    expect(worksheet.locator("output")).to_have_text(re.compile("80%"))
