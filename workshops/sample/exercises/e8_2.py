"""What the sample room answers in 8.2: the grain of the board's page, and its first line, twice.

Planted: agreement that one sentence is too little; two camps on the grain that stay (sales show each deal to those who
approve the bids, product give bands); two people who put coverage without stale deals on top from the start (a bold
minority), whom most follow; eleven begin with plain coverage, and nine of them leave it (a change of mind). Some cannot
tell.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import told_anew
from workshops.sample.sheets import Payload, choices, named, together

EXERCISE = "8.2"

GRAINS = {"F": "full", "R": "rounded", "B": "banded", "S": "sentence", "?": "cannot_tell"}
LINES = {
    "C": "coverage", "L": "live", "S": "slippage", "T": "concentration", "W": "weighted", "?": "cannot_tell",
}  # fmt: skip

# One letter per person: sales, marketing, product, in the order of PARTICIPANTS.
GRAIN_1 = "FFRFFR RR?RBR BBRBB?"
GRAIN_2 = "RFRFFR RRRRBR BBRBRB"
GRAIN_SURE_1 = (60, 70, 60, 75, 70, 50, 55, 60, 30, 60, 65, 50, 60, 65, 55, 70, 60, 30)
GRAIN_SURE_2 = (60, 65, 70, 70, 65, 65, 65, 70, 60, 65, 65, 60, 65, 65, 65, 70, 55, 60)
LINE_1 = "CCLCWC CWC?CS CCTCLC"
LINE_2 = "LCLCLL LWLLLS LTTLLL"
LINE_SURE_1 = (70, 75, 55, 70, 50, 60, 60, 55, 65, 30, 60, 50, 60, 55, 60, 50, 65, 50)
LINE_SURE_2 = (65, 60, 75, 60, 60, 70, 65, 60, 70, 60, 70, 55, 65, 60, 65, 60, 80, 60)

QUESTIONS = (
    "In March: does one bid carry the year? The five largest on a line of their own would have said so.",
    "Who is behind the big spectrometer tender; only the list of deals answers that.",
    "Is it enough for the half-year? Coverage beside what we need, and I had only the first of the two.",
    "When does the harbour laboratory sign; its expected day, as it stands in the list.",
    "What happens if the two largest fall away? The page with each amount on it.",
    "Why do the same deals stand there as in spring; a line for how old they are.",
    "Which segment is behind the growth? Shares to five points, no names needed.",
    "Are we better off than a year ago; last year's value in the same row.",
    "I have never been in the room when the board asked something.",
    "Where does the money of the fairs end up? Open value by source, rounded.",
    "Is the direction up or down; an arrow would have been the whole answer.",
    "How much of last quarter slid into this one? A share, and nobody showed it.",
    "Does the new logger sell? A band per product and an arrow.",
    "Can we build what is on order; under half, half to full, over full.",
    "Is the analyser's order book one customer? The largest five in percent.",
    "How sure are you, on a scale that I understand; one of four bands.",
    "What would you stop if it falls? No line answers it, but a band would have started the talk.",
    "They ask my director, and I hear only that it went well.",
)
"""One question that the board has asked, and the line that would have answered it."""

CALLED_AT = (
    "Under two and a half, two months before the quarter ends.",
    "At 2; below three I would first ring my five largest.",
    "Two without the stale ones, whatever the other figure says.",
    "When it is under three for the second quarter running.",
    "If the low end of the range is under half of the target.",
    "Below what we needed on average at past starts.",
    "Three, because the bank has three in its papers.",
    "Once the middle of the range lies under the target.",
    "Under three; I know no other number.",
    "No idea which value would be bad.",
    "At 2.5, and the arrow pointing down.",
    "If more than half of a quarter's value did not close in it.",
    "Under two.",
    "Three, as everybody says.",
    "Five customers with more than a third between them.",
    "Two, since we can hardly build three.",
    "When the live figure is a whole turn under the other one.",
    "Anything that begins with a one.",
)
MOVED_BY = {
    0: "Under what our own starts have turned into, with the overdue ones out.",
    4: "Below two once the overdue ones are gone; a range nobody rings about.",
    5: "When a third of the value is past its day and the rest is under the need.",
    6: "If it is under the need without stale deals; the bank may keep its three.",
    8: "Two and a half, without those that are past their day.",
    9: "Lower than the share that our history has won would ask for.",
    10: "A whole turn below last quarter, stale deals out on both days.",
    12: "Under two when only deals with a day ahead are counted.",
    13: "If five bids are more than two in five of it.",
    15: "One and a half without the old ones; we could not fill the benches.",
    17: "Below the lower end of what eight starts have needed.",
}
"""What those say of their line in the second round who have changed it; the others say what they said."""

CLOSING = (
    ("twice", 70, "I have eleven deals past their day myself, and I would rather say so than be asked."),
    ("deal_by_deal", 65, "Seven people who approve every large bid can be trusted with a list."),
    ("twice", 80, "Both figures and the need between them: then three is a question and no verdict."),
    ("deal_by_deal", 60, "They will ask for the harbour laboratory anyway, and I shall answer by telephone."),
    ("deal_by_deal", 60, "A page that hides the two largest hides the year."),
    ("twice", 70, "The same deals have stood there since spring, and coverage counts them each time."),
    ("two_figures", 60, "Two coverages on one page is one quarrel too many for twenty minutes."),
    ("twice", 60, "The range stays on it, one line lower."),
    ("twice", 65, "I called it healthy at three; I had never asked what it turns into."),
    ("twice", 60, "One bad meeting in January is cheaper than a bad April."),
    ("bands", 65, "Bands and an arrow travel through any mailbox without harm."),
    ("twice", 65, "What slid from the last quarter is in the second figure already."),
    ("twice", 65, "Planning builds on that page, and it built too much on old deals last year."),
    ("bands", 60, "A board that sees amounts begins to move them."),
    ("twice", 60, "With the five largest as the second line I can live with it."),
    ("twice", 70, "If the lower figure is said aloud, somebody will close what is dead."),
    ("twice", 80, "A whole turn lies between the two, and nobody in the boardroom knows it."),
    ("two_figures", 55, "One rounded figure with its range is as much as gets read."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="twice",
    statement="From the January page on the board sees coverage twice, as it stands and without stale deals, with the "
    "coverage that our history needs between them; finance signs it, and nothing changes after noon of the day before.",
    reasons=(
        "Eleven of eighteen had put plain coverage on top; after the evidence twelve put coverage without stale deals "
        "there, which two had named at once. On the grain sales and product stay apart: three "
        "sellers want each deal by number, most of product bands, and the rounded page is what ten can stand behind. "
        "Against it speaks the week before the page, in which days may be pushed forward; age stays in the rule "
        "for that reason."
    ),
    owner="Ada Thomsen",
    confidence=70,
    figure="stale_share",
    expects=0.2,
    objective=1,
    actions=(
        SampleAction("Close or date each open deal that is past its expected day", "Hana Sedláčková", 35),
        SampleAction("Rebuild the pipeline at eight past starts of a quarter, and keep the files", "Ada Thomsen", 21),
        SampleAction("Write down which groups under five are joined, and with which neighbour", "Kofi Mensah-Adu", 28),
    ),
    dissents=(
        SampleDissent(
            "rosa",
            "They approve the bids one by one and may not see them side by side. I shall be rung up for each line that "
            "is not there.",
            is_named=True,
        ),
        SampleDissent("quinn", "Two coverages with decimals invite a director to reckon. A band and an arrow do not."),
    ),
    chances=(65, 40, 65, 45, 50, 60, 55, 60, 55, 50, 45, 60, 60, 50, 55, 70, 70, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    return together(
        content,
        {
            "grain": {
                "1": choices(named(GRAINS, GRAIN_1), GRAIN_SURE_1, QUESTIONS),
                "2": choices(named(GRAINS, GRAIN_2), GRAIN_SURE_2, QUESTIONS),
            },
            "first_line": {
                "1": choices(named(LINES, LINE_1), LINE_SURE_1, CALLED_AT),
                "2": choices(named(LINES, LINE_2), LINE_SURE_2, told_anew(CALLED_AT, MOVED_BY)),
            },
        },
    )
