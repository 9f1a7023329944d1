"""What the sample room answers in 4.5: for whom deals wait at each stage, and the sentences behind the letters.

Planted: at Proposal most first say the customer and, after the evidence, us (a change of mind); agreement that Qualify
waits for the customer; two camps at Contract (sales: us, product: the customer) that stay; two from product who say us
at Proposal from the start; and one person who says nobody everywhere and does not move.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.classified import classified
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "4.5"

HOLDERS = {"U": "internal", "C": "customer", "N": "none", "?": "cannot_tell"}

# Sales, marketing, product; one letter per person, in the order of PARTICIPANTS.
ROUND_1 = {
    "Qualify": "CCCCNC CCCC?C CCCCNC",
    "Discovery": "CUCCNC CCUC?C UCCUNC",
    "Proposal": "CCUCNC CCUC?C UCCUNU",
    "Negotiation": "CCCCNC C?CCCC CUCCNC",
    "Contract": "UUUUNU ??C?U? CCCCNC",
}
ROUND_2 = {
    "Qualify": "CCCCNC CCCC?C CCCCNC",
    "Discovery": "CUCCNC CCUCCC UCCUNC",
    "Proposal": "UUUCNU UUUUUC UUUUNU",
    "Negotiation": "CCCCNC C?CCCC CUCCNC",
    "Contract": "UUUUNU ??C?U? CCCCNC",
}

SENTENCES = {
    ("Qualify", "C"): (
        "Budget figure asked for on 2 February, given on 9 March.",
        "Two calls, on 4 and 18 April, to learn who would sign; an answer on 2 May.",
        "They wanted to ask their plant first: asked on 7 June, answered on 30 June.",
        "The sample was promised for the 12th and came on the 29th of August.",
        "Our questions went out on 3 September; half came back on the 24th.",
    ),
    ("Discovery", "U"): (
        "Trial unit asked for on 6 May, free on 2 June.",
        "The application note was wanted on 11 March and written by 8 April.",
        "Sample in on 2 October, measured on 4 November, because the bench was taken.",
    ),
    ("Discovery", "C"): (
        "They needed a permit for the visit: asked on 5 May, there on 3 June.",
        "Their process engineer was away from 1 to 26 July.",
        "The drawings we asked for on 9 January came on 6 February.",
    ),
    ("Proposal", "C"): (
        "Offer out on 3 March, their questions on 2 April.",
        "Sent on 14 May; the purchasing meeting was on 20 June.",
        "They compared three offers from 1 to 30 September.",
        "Our offer of 8 November was opened on 1 December.",
    ),
    ("Proposal", "U"): (
        "Drawing asked for on 6 May, sent on 12 June.",
        "Request into solution engineering on 3 April, out on 18 May.",
        "Calculated on 3 June, checked on 15 July, because only two people may.",
        "Asked on 11 June for forty pages; they left us on 21 July.",
        "Complete on 13 November, sent on 19 December after a fourth reading.",
        "Interface description wanted on 7 October, written by 20 November.",
        "From 9 January to 20 February our offer waited for one calculation.",
        "Calibration range asked for on 2 March, answered on 8 April.",
        "The request lay at place eleven from 4 to 29 September.",
    ),
    ("Negotiation", "C"): (
        "Procurement kept our terms from 2 February to 20 April.",
        "Wording agreed on 3 March, before their board on 24 April.",
        "A new buyer since 18 September; he called on 14 October.",
    ),
    ("Negotiation", "U"): ("Discount asked for on 3 February, granted on 26 February.",),
    ("Contract", "U"): (
        "Signed there on 1 March, here on 28 March: nobody may sign alone.",
        "Our lawyers had the annex from 8 January to 19 February.",
        "Payment terms asked of finance on 2 May, answered on 26 May.",
        "Insurance certificate wanted on 9 June, found on 4 July.",
    ),
    ("Contract", "C"): (
        "Our draft was with their lawyers from 14 April to 16 June.",
        "Acceptance test defined by them on 9 October, asked for on 2 September.",
        "Ready on 10 July, and then their summer until 22 August.",
    ),
    ("Proposal", "N"): ("Sent on 3 March; nobody called anybody until 24 March.",),
    ("Contract", "N"): ("From 6 to 27 August it was in two in-trays, and neither of us had asked for it.",),
}
"""By stage and letter: what people have seen, each told once."""

CLOSING = (
    ("work_off_once", 75, "Half of it once, then the days fall without a new person."),
    ("skip_the_queue", 60, "A third of what I ask for has been written before."),
    ("work_off_once", 70, "They answer as many as come; the pile is simply old."),
    ("add_capacity", 65, "Two people may check a configuration; one of them is always on leave."),
    ("end_the_unowned", 70, "Half of the days are in nobody's hands, whatever the field says."),
    ("work_off_once", 70, "Two weeks are cheaper than a salary, and we would know in a month."),
    ("work_off_once", 60, "Our leads wait there longest; start with them."),
    ("skip_the_queue", 55, "A library of answers helps marketing as well."),
    ("work_off_once", 70, "Nothing else on the list begins on Monday."),
    ("work_off_once", 60, "The pile may come back with the next fair; then we look at a third person."),
    ("work_off_once", 65, "It needs no one's budget."),
    ("customer_dates", 50, "I still see the customer's calendar in most of mine."),
    ("work_off_once", 80, "I have counted: as many leave as come. It is the old ones that make the wait."),
    ("skip_the_queue", 70, "The small ones should never reach us."),
    ("work_off_once", 75, "Give me two people for two weeks and the shelf is half empty."),
    ("work_off_once", 65, "Twelve days per deal, for two weeks of work."),
    ("end_the_unowned", 55, "First let the field say who holds a deal; then judge."),
    ("work_off_once", 85, "I have stopped asking the customer for patience; it is our drawing that is late."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="work_off_once",
    statement="For two weeks from 7 December the desk at {named} works off half of its queue, with two helpers.",
    reasons=(
        "Deals wait for us longer than for anybody else, and at {named} most of all. One queue holds more requests "
        "than all others together; as many leave it in a week as come, so it is old and not growing. Eleven of "
        "eighteen chose to work it off once; who wanted a new person agreed to look again when the tripwire is due."
    ),
    owner="Mara Lindkvist",
    confidence=75,
    figure="internal_share",
    factor=1.0,
    shift=-0.15,
    objective=2,
    actions=(
        SampleAction("Name the two colleagues who help, and what they leave undone", "Mara Lindkvist", 10),
        SampleAction("Count the queue every Monday at nine and put the number on the wall", "Dina Rautio", 14),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "Nobody asked anybody: that is what I see in most of my own deals. We will shorten a queue and the days "
            "will move to where nobody waits for anything.",
            is_named=True,
        ),
        SampleDissent("rosa", "It grows back with the first fair in spring. We should have paid for a third person."),
    ),
    chances=(70, 55, 65, 45, 40, 65, 60, 55, 65, 50, 70, 60, 75, 60, 80, 65, 50, 80),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": ROUND_1, "2": ROUND_2}
    told = classified(items_of(content), rounds, HOLDERS, SENTENCES, lambda stage, letter: (stage, letter))
    return only(content, told)
