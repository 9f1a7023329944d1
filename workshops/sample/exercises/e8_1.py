"""What the sample room answers in 8.1: items of an hour of all executives, and the dots on them.

Planted: agreement that a promise past its day has a place; two camps that stay (sales go through the largest deals each
week, product want the release days that moved); two people who would only send the regions' slides from the start (a
bold minority); eight of eighteen have the slides read aloud at first, and nobody gives them a dot (a change of mind).
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, counted, dots, lettered, only, proposals

EXERCISE = "8.1"

# Letter: item, sort, how often, minutes, what exists afterwards, who brings the page.
ROWS = {
    "P": ("Do, date again or strike off each promise past its day", "overdue", "monthly", "fifteen", "closed",
          "Operations"),
    "T": ("Answer the tripwire that fired", "signal", "called", "fifteen", "decided", "Sales operations"),
    "Q": ("Decide one question whose page came two days before", "decision", "monthly", "thirty", "decided",
          "The function that asks"),
    "R": ("Hear the six regions, one slide each", "reading", "monthly", "thirty", "nothing", "Sales"),
    "S": ("Send the regions' slides on Tuesday", "reading", "monthly", "none", "nothing", "Sales operations"),
    "W": ("Go through the ten largest open deals", "outlook", "weekly", "fifteen", "nothing", "Sales"),
    "D": ("Decide the price requests that have waited a week", "decision", "weekly", "five", "decided", "Finance"),
    "F": ("Read next quarter's forecast with its low and high", "outlook", "monthly", "five", "action", "Finance"),
    "K": ("Choose the segment of the next campaign", "decision", "quarterly", "fifteen", "decided", "Marketing"),
    "L": ("Report on the campaigns", "reading", "monthly", "fifteen", "nothing", "Marketing"),
    "M": ("Say which release day moved, and who rings the customers", "overdue", "monthly", "five", "action",
          "Product"),
    "O": ("Strike one metric that no decision has named", "decision", "quarterly", "five", "closed", "cannot tell"),
}  # fmt: skip
CELLS = ("item", "sort", "rhythm", "minutes", "ends_in", "brings")

# Rows of each person: sales, marketing, product, in the order of PARTICIPANTS; never more than sixty minutes.
PROPOSED = (
    "PRW", "WRDF", "PWFT", "WRD", "WDPF", "PQD",
    "LKPT", "RKF", "PKTL", "LKP", "SPTKO", "RKP",
    "MPR", "MRTF", "PMQ", "SMPQ", "MPRF", "PTQ",
)  # fmt: skip

# Five dots of each person in the second round.
DOTS = (
    "PPQWD", "PWWDF", "PPQTT", "PQWWD", "PWWDD", "PQQTD",
    "PPQTK", "PQKKF", "PQQTT", "PPQKK", "PQSST", "PQTTK",
    "PPQMM", "PQMMT", "PQQMT", "PSQQT", "PMMTF", "PQQTM",
)  # fmt: skip

REASONS = (
    "The slide of my own region: seven minutes, two nods, and the same open question in the next month.",
    "The price of the big calibrator order; we all had a view and went to lunch.",
    "The pipeline page, which I had sent on Monday and then read out on Thursday.",
    "Ten deals in twenty minutes, and I rang the same ten customers as I would have.",
    "The forecast: one number up, one down, no name behind either.",
    "Hiring for the west; it was the fourth time, and the person who signs was travelling.",
    "My campaign report, to be honest.",
    "The trade-fair decision, which had been taken by the printer's deadline before we met.",
    "Lead quality: it went onto the list of topics, and the list is long.",
    "The slides of the regions; I answered mails under the table.",
    "Page 14, which has stood there since the last system and has never been mentioned.",
    "The talk about the brochure in two languages ended in somebody having a look.",
    "The release list: three days moved and not one customer was named.",
    "Spare parts for the old probe, put off because finance had left at eleven.",
    "The interface request of the dairies, welcomed by everyone and owned by no one.",
    "Forty minutes of regions; the seven that followed held the only decision of the day.",
    "The staffing of the test bench, which we have discussed since spring.",
    "Certificates for the analyser: I presented, they thanked me, and the date is still open.",
)
"""The item of the last review after which nothing existed that had not before."""

CLOSING = (
    ("monthly_decide", 70, "If my page is not there two days before, strike me from the agenda in front of everybody."),
    ("weekly_half_hour", 65, "A price request that waits for the first Thursday of a month is a lost order."),
    ("monthly_decide", 65, "Three decisions in an hour is more than we took in the whole of last summer."),
    ("weekly_half_hour", 60, "Half an hour each Monday, standing, and I get my answer while the customer still waits."),
    ("weekly_half_hour", 70, "My deals move in days; a monthly table finds them cold."),
    ("monthly_decide", 75, "The hiring question came back four times because its decider was not in the room."),
    ("monthly_decide", 70, "I give up my report gladly if the campaign gets a yes or a no for it."),
    ("clear_first", 60, "I count nineteen promises on my own list; nothing new before they are done or dead."),
    ("monthly_decide", 65, "A decider who has said yes to the date is what was missing above every mark on our strip."),
    ("clear_first", 65, "Two sessions of striking off would free more hours than any new calendar."),
    ("monthly_decide", 70, "One page two days before ends the reading aloud without anybody having to forbid it."),
    ("monthly_decide", 60, "Three is a number that forces us to choose what we bring."),
    ("monthly_decide", 70, "When a release day moves I need one answer, and a month is soon enough for it."),
    ("on_signal", 60, "We have limits on half of our figures now; let them call us, and keep the Thursdays."),
    ("monthly_decide", 65, "Somebody has to own the dairies' interface before the item ends, not after."),
    ("monthly_decide", 80, "The seven minutes that decided something had a page, a person and a question."),
    ("on_signal", 55, "A fixed date fills itself; nobody ever cancels for want of a question."),
    ("monthly_decide", 70, "Being turned away once will teach me to write the page."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="monthly_decide",
    statement="From January the review is an hour on the first Thursday of a month with at most three decisions, each "
    "with its decider's yes to the date and one page two days before; slides are sent and not read out.",
    reasons=(
        "On the strips of three decisions the person was missing more often than the date. Eight of eighteen had "
        "written a slide from each region into the hour; after the reveal none of them gave it a dot. Everybody gave "
        "one to the promises past their day. Against it speaks that three of six in sales want half an hour a week, "
        "because a price request cannot wait for a month; those go to finance by mail. Eleven of eighteen chose the "
        "monthly hour."
    ),
    owner="Ulla Brandt",
    confidence=70,
    figure="carried_over",
    expects=0.25,
    objective=2,
    actions=(
        SampleAction("Put twelve dates and two stand-ins for each into all calendars", "Ada Thomsen", 10),
        SampleAction("List each promise past its day, to be done, dated or struck off in January", "Tomás Ibarra", 28),
        SampleAction("Tell finance which price requests are answered between the reviews", "Goran Perišić", 21),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "A month is right for those who plan and wrong for those who quote. I shall be back with the first order "
            "that we lost while waiting for a Thursday.",
            is_named=True,
        ),
        SampleDissent("ana", "We open a new calendar on top of the old promises. Strike those off first."),
    ),
    chances=(60, 40, 60, 45, 35, 65, 60, 45, 60, 40, 70, 60, 65, 50, 60, 75, 45, 65),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    votes = counted(DOTS, lambda letter: ROWS[letter][0])
    given = lettered(CELLS, ROWS, PROPOSED)
    return only(content, {"1": proposals(given, REASONS), "2": dots(content, "agenda", votes)})
