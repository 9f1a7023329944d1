"""What the sample room answers in 4.3: who decides a request for 14 %, and up to where a seller decides alone.

Planted: two camps (sales give themselves 15 % and more, product keeps a director from 8 %) that come nearer after the
evidence; most change the director for the manager; two from marketing who ask for a pricing desk from the start and
stay; one person who would let sellers decide everything and does not move.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import fractions
from workshops.sample.sheets import Payload, choices, named, settings, together

EXERCISE = "4.3"

APPROVERS = {"S": "seller", "M": "manager", "P": "desk", "D": "director"}

# Sales, marketing, product; one letter and one percent per person, in the order of PARTICIPANTS.
APPROVER_1, APPROVER_2 = "MSMMSM DPDPDD DDDMDD", "MMMMSM MPMPMM DMMMDM"
SURE_1 = (70, 80, 75, 60, 90, 70, 60, 65, 55, 70, 60, 50, 65, 70, 80, 55, 70, 65)
SURE_2 = (75, 70, 80, 70, 90, 75, 65, 65, 60, 70, 70, 60, 65, 65, 70, 75, 70, 65)
LIMIT_1 = (15, 20, 15, 18, 25, 15, 10, 10, 8, 12, 10, 10, 8, 5, 8, 10, 7, 8)
LIMIT_2 = (12, 14, 12, 12, 25, 12, 10, 10, 10, 12, 10, 10, 8, 10, 10, 11, 7, 10)

WHY_WHO = (
    "Asked on 4 March, answered on the 15th, and unchanged.",
    "The customer stood at the fair booth; I would have closed at 14.",
    "My manager answered from the train within the hour on 9 May.",
    "From 2 to 13 June nobody in the directors' office was there.",
    "I know what the order is worth to them; a list afterwards is enough.",
    "Asked on 11 April for 13 %, given on the 12th by my manager.",
    "Only a director sees what the other regions gave to the same group.",
    "A desk would have seen on 7 May that the same buyer asked three of us.",
    "Asked on 3 July for 16 %, granted at 12: it paid to ask higher up.",
    "One person with a list of prices would end the phoning.",
    "On 20 January a director remembered the rebate that nobody had counted.",
    "Somebody without a target of their own should look at it.",
    "A manager is paid by the same order.",
    "On 14 February 18 % was cut to 15, and they signed.",
    "Finance knows what is left after rebates.",
    "Waited from 6 to 19 October for a yes that was clear on the first day.",
    "At 14 % some of our sets earn nothing; a director knows which.",
    "Asked on 8 September, and cut by two points on the 20th.",
)
WHY_LIMIT = (
    "Below 15 I have never heard a no.",
    "At 20 the large ones still go up.",
    "Most of mine end between 10 and 14.",
    "With 18 two in three would go out the same day.",
    "Above 25 I would ask anyway.",
    "15 is what we all say at the second visit.",
    "10 is written in our campaigns.",
    "10 keeps the desk's list short.",
    "Above 8 the margin of small sets is gone.",
    "A point costs less than a week.",
    "10 has been the rule since I came.",
    "Nobody outside knows a number but 10.",
    "8 leaves us the service year.",
    "Every point above 5 comes back in the next order.",
    "8 is the rebate of the framework contracts.",
    "Up to 10 nobody has cut anything this year.",
    "At 7 they still ask; above they expect.",
    "8, because spare parts have no more.",
)

CLOSING = (
    ("one_level_down", 80, "My manager answers within a day, and takes off as much where it is small."),
    ("more_room", 70, "At 14 % it is hardly ever changed; let us decide that."),
    ("one_level_down", 75, "Sixteen days for a board answer: no customer waits so long."),
    ("one_level_down", 70, "Managers know whom we can lose."),
    ("more_room", 85, "A list at the end of the month is all that is needed."),
    ("one_level_down", 70, "Keeps a second pair of eyes and loses the wait."),
    ("one_level_down", 60, "If finance sees a list each month, I agree."),
    ("clock", 55, "A desk would be better; until then a clock makes them answer."),
    ("one_level_down", 65, "The page with the crossed-out rules decided it for me."),
    ("close_the_gap", 60, "Seven in a hundred go out unasked; first hold the rule we have."),
    ("one_level_down", 65, "More discount goes with no more orders, so the limit stays low."),
    ("one_level_down", 60, "Above 20 the director should still see it."),
    ("less_room", 65, "At 8 % managers would keep what we keep today, with less than half of the waits."),
    ("one_level_down", 60, "With a review each quarter of what managers gave."),
    ("one_level_down", 65, "The director's cut is larger because the wish is."),
    ("one_level_down", 70, "Thirteen days for a clear yes was my own case."),
    ("less_room", 70, "It is margin we speak of; a day's wait is cheap when a manager answers."),
    ("one_level_down", 65, "Ten points for sellers, managers above; I can live with it."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="one_level_down",
    statement="From 1 December requests go one level down: sellers decide alone up to 10 %, managers up to 20 %, and "
    "{named} is asked above 25 % only, so that its answers come sooner.",
    reasons=(
        "Four of five answers of a manager come within two days; those of directors and the board take more than ten. "
        "What directors take off more, they take off from larger requests. More discount goes with no more orders. "
        "Twelve of eighteen chose it; the median limit stayed at ten percent and the middle half came together."
    ),
    owner="Omar Benjelloun",
    confidence=75,
    figure="p80_turnaround",
    factor=0.65,
    shift=0.0,
    objective=2,
    actions=(
        SampleAction("Write the new limit and who decides above it into the quoting tool", "Dina Rautio", 14),
        SampleAction("Send directors a list each month of what managers gave above 15 %", "Hana Sedláčková", 30),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "We know the customer and are trusted with the order, but not with four points of it. A list afterwards "
            "would have shown who abuses it.",
            is_named=True,
        ),
        SampleDissent("lena", "Managers are measured on the same order. In a year the limit will be a starting point."),
    ),
    chances=(75, 60, 75, 65, 40, 70, 60, 55, 65, 50, 70, 60, 55, 60, 65, 70, 45, 65),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    chosen = {
        "1": choices(named(APPROVERS, APPROVER_1), SURE_1, WHY_WHO),
        "2": choices(named(APPROVERS, APPROVER_2), SURE_2),
    }
    limits = {
        "1": settings(fractions({"limit": LIMIT_1}), WHY_LIMIT),
        "2": settings(fractions({"limit": LIMIT_2})),
    }
    return together(content, {"approver": chosen, "own_limit": limits})
