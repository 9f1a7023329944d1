"""How somebody at a phone answers whatever screen stands before them, and how a desk decides."""

from playwright.sync_api import expect


def answer_all(page, sentence):
    """Screen by screen to the end of the worksheet; the kinds of screens that were met."""
    met = []
    while page.locator("form#answer").count():
        met.append(answer(page, sentence))
        with page.expect_navigation():
            page.locator(".room-bar button.btn-primary").click()
    return met


def answer(page, sentence):
    """What stands on this screen; returns its kind."""
    kind, fill = next((kind, fill) for kind, mark, fill in SCREENS if page.locator(f"form#answer {mark}").count())
    fill(page)
    reason = page.locator("form#answer [name=reason]")
    if reason.count():
        reason.fill(sentence)
    return kind


def tile(page):
    page.locator("form#answer .tile").first.click()


def give_marks(page):
    for line in page.locator("form#answer .marks__row").all():
        line.locator(".mark").nth(3).click()


def give_range(page):
    for name, value in (("low", "10"), ("likely", "20"), ("high", "35")):
        page.locator(f"form#answer [name={name}]").fill(value)


def give_all_to_one(page):
    block = page.locator("form#answer [data-split]")
    block.locator("input[type=number]").first.fill(block.get_attribute("data-split"))


def compare_all(page):
    for pair in page.locator("form#answer .pair").all():
        pair.locator(".pair__value").nth(3).click()


def set_numbers(page):
    for number in page.locator("form#answer .setting__number input").all():
        number.fill(number.get_attribute("min"))


def fill_cards(page):
    if not page.locator("[data-cards-list] > *").count():
        page.locator("[data-cards-add]").click()
    for text in page.locator("[data-cards-list] :is(textarea, input[type=text])").all():
        text.fill("What was said on the day")
    for choice in page.locator("[data-cards-list] select").all():
        choice.select_option(index=1)


def give_dots(page):
    """One dot to the first proposal, by typing where there is a number, else by its button."""
    dots = page.locator("form#answer [data-dots] input[type=number]")
    dots.first.fill("1")


def move_up(page):
    page.locator("form#answer [data-rank-move=up]").nth(1).click()


SCREENS = (
    ("rate", ".marks", give_marks),
    ("estimate", ".range-of-three", give_range),
    ("threshold", "[data-settings]", set_numbers),
    ("allocate", "[data-split]", give_all_to_one),
    ("pairwise", "[data-pairs]", compare_all),
    ("dots", "[data-dots]", give_dots),
    ("rows", "[data-cards]", fill_cards),
    ("rank", "[data-rank]", move_up),
    ("tiles", ".tile", tile),
)


def press(page):
    """The one button that moves the room; the words on it."""
    button = page.locator(".room-bar__lead")
    words = button.inner_text()
    with page.expect_navigation():
        button.click()
    return words


def decide(page, sentence):
    """From an empty draft to a closed record."""
    page.get_by_role("link", name="Open the decision record").click()
    draft = page.locator("form#draft")
    draft.locator("[name=option]").first.check()
    for name, value in (("statement", sentence), ("reasons", sentence), ("owner", "Hana"), ("named", named(page))):
        draft.locator(f"[name={name}]").fill(value)
    draft.locator("[name=decided_by]").select_option(index=1)
    draft.locator("[name=expected_figure]").select_option(index=1)
    draft.locator("[name=expected_value]").fill("0.5")
    draft.locator("[name=review_on]").fill("2027-06-30")
    draft.locator("[name=confidence]").fill("70")
    with page.expect_navigation():
        draft.get_by_role("button", name="Save the draft").click()
    set_tripwire(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Close the decision").click()
    expect(page.get_by_text("Closed", exact=False).first).to_be_visible()


def set_tripwire(page):
    """One that is proposed, else one of one's own."""
    proposed = page.get_by_role("button", name="Set it")
    if not proposed.count():
        own = page.locator("form", has=page.locator("[name=threshold]"))
        page.locator("details", has=own).locator("summary").click()
        own.locator("[name=figure]").select_option(index=0)
        own.locator("[name=threshold]").fill("0.4")
        own.locator("[name=min_n]").fill("20")
        proposed = own.get_by_role("button")
    with page.expect_navigation():
        proposed.first.click()


def named(page):
    """A part that the evidence knows; any where no table gave one."""
    known = page.locator("datalist#parts option")
    return known.first.get_attribute("value") if known.count() else "The whole"
