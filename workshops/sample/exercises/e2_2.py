"""What the sample room answers in 2.2: help and friction of each tool, 1 to 5.

Planted: agreement that the prospecting database moves no deal; two camps that stay on the call recorder (marketing
hears its customers there, sales does not); one from sales and one from product who can name deals that the quote
configurator moved (a bold minority), whom most follow once equals are compared (a change of mind); marketing never
opened it and says so.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.marks import marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import told_anew
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "2.2"

# Sales, marketing, product; one digit per person, in the order of PARTICIPANTS, 0 for "cannot tell".
HELP_1 = {
    "CRM": "323232 434443 323332",
    "Quote configurator": "225232 000000 332533",
    "Call recorder": "212122 545450 202030",
    "Prospecting database": "211212 221120 000000",
}
FRICTION_1 = {
    "CRM": "444545 333233 433343",
    "Quote configurator": "554555 000000 443344",
    "Call recorder": "222323 121120 303030",
    "Prospecting database": "434443 333230 000000",
}
HELP_2 = HELP_1 | {
    "CRM": "322222 433343 322332",
    "Quote configurator": "445342 000000 444543",
    "Prospecting database": "111112 121110 000000",
}
FRICTION_2 = FRICTION_1 | {"Quote configurator": "555555 000000 444444"}

TOLD_1 = (
    ("Quote configurator", "The delivery address: it stands in the account, and I type it into each quote."),
    ("CRM", "The field for the next step, which asks what I wrote in the note above it."),
    (
        "Quote configurator",
        "The flange code, asked on page two and again on page four; the rest sent out a tender in a day.",
    ),
    ("Quote configurator", "The minute of waiting at the price page, with the buyer on the telephone."),
    ("CRM", "Choosing the product from forty lines when the quote has it already."),
    ("Call recorder", "The box that asks before each call whether I want to record this one."),
    ("Prospecting database", "The export that drops the town, so that I look up each firm a second time."),
    ("Call recorder", "Nothing; the words of our last campaign come from four calls in it."),
    ("Call recorder", "The search, which wants the whole sentence and finds nothing for one word."),
    ("CRM", "The segment, set in the campaign and then once more in the lead."),
    ("Prospecting database", "The second login; before it opens I have found the firm's own page."),
    ("CRM", "The list of lead sources, three screens long."),
    ("Quote configurator", "A probe can be quoted with a cable that does not exist; then I get the call."),
    ("Quote configurator", "Each analyser begins from an empty page, for nobody can copy last month's quote."),
    ("CRM", "The sheet of the specification is uploaded twice, for us and for service."),
    ("Quote configurator", "The approval mail at the end; without it two spectrometers of May were quoted in an hour."),
    ("Call recorder", "German calls that come out as English nobody said."),
    ("Quote configurator", "Serial numbers of the old instrument, typed from a photograph."),
)
TOLD_2 = told_anew(
    TOLD_1,
    {
        0: ("Quote configurator", "The address is still my click; but people as long here as I am sell more with it."),
        1: ("Quote configurator", "The minute at the price page made me leave it; take that out and I am back."),
        4: ("Quote configurator", "I quote from an old table of my own; with the product filled in I would stop."),
        6: ("Prospecting database", "It asks for a login I last used in spring, and I have missed nothing."),
        12: (
            "Quote configurator",
            "The cable that does not exist; for the rest my calls come from quotes made without it.",
        ),
        13: ("Quote configurator", "Copying a quote would have saved me an afternoon in July, and others too, I see."),
    },
)

CLOSING = (
    ("fix_the_step", 70, "Take the address out and I will write my next ten quotes in it."),
    ("fix_the_step", 65, "Thirty days of work for the one tool that stays ahead among equals."),
    ("fix_the_step", 80, "I have sent tenders out in a day with it, and I still type the flange twice."),
    ("off_for_half", 60, "Perhaps those who have more to quote open it more; only a lot can tell."),
    ("fix_the_step", 60, "My own table is faster today; make that untrue."),
    ("retire_at_notice", 65, "The database has a notice date in March and nobody here would miss it."),
    ("retire_at_notice", 70, "We pay for forty seats, and I know of two who log in."),
    ("off_for_half", 55, "I would do the same with the recorder, and I am not afraid of the answer."),
    ("fix_the_step", 60, "I cannot judge it, but six colleagues name the same two fields."),
    ("fix_the_step", 65, "A field that disappears can be counted; a training day cannot."),
    ("retire_at_notice", 60, "First stop paying for what is not opened, then spend on repairs."),
    ("fix_the_step", 60, "A quote in an hour is what the web form promises and we do not keep."),
    ("fix_the_step", 70, "The cable must go anyway, and it is the same administrator's week."),
    ("fix_the_step", 75, "Copying last month's quote is a button; somebody only has to build it."),
    ("fix_the_step", 65, "Six weeks, one seller, one administrator: that is a size we finish."),
    ("fix_the_step", 80, "Two orders of May came from quotes that went out while the customer was still asking."),
    ("off_for_half", 60, "Half of the teams for a quarter, and we know instead of believing."),
    ("fix_the_step", 65, "The serial number can be read from the service list, nobody needs the photograph."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="fix_the_step",
    statement="By 31 January the {named} asks for no address, flange code or serial number that stands elsewhere, and "
    "an old quote can be copied; the prospecting database gets notice in March.",
    reasons=(
        "In the first answer two of the twelve who open the {named} gave it more than a three for help; in the second "
        "nine did, and all twelve a four or five for friction. Among sellers of equal tenure and region it "
        "is the one tool that goes with attainment, which does not show that it makes it. Nobody gave the prospecting "
        "database more than a two. Three would rather have switched the {named} off for half of the teams, by lot."
    ),
    owner="Ada Thomsen",
    confidence=65,
    figure="adoption",
    named="Quote configurator",
    expects=0.6,
    objective=2,
    actions=(
        SampleAction("Fill address and flange code from the account and the last order", "Ada Thomsen", 40),
        SampleAction("Try each change on five live quotes before it is released", "Chidi Nwankwo", 45),
        SampleAction("Give notice for the prospecting database and take our lists out of it", "Priya Venkatesan", 60),
    ),
    dissents=(
        SampleDissent(
            "rosa",
            "Whoever has more to quote opens it more. We mend a tool because busy people use it, and will never know.",
            is_named=True,
        ),
        SampleDissent("quinn", "Thirty days of repairs, while we go on paying for seats that nobody has opened."),
    ),
    chances=(65, 60, 75, 40, 50, 50, 55, 50, 60, 60, 45, 60, 70, 75, 65, 75, 45, 65),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    items = items_of(content)
    rounds = {
        "1": marked(items, {"help": HELP_1, "friction": FRICTION_1}, TOLD_1),
        "2": marked(items, {"help": HELP_2, "friction": FRICTION_2}, TOLD_2),
    }
    return only(content, rounds)
