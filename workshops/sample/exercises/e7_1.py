"""What the sample room answers in 7.1: the chance at which an account is called, and the calls that can be kept up.

Planted: agreement on one chance in five after the cost curve, where most had wanted nearly one in two (a change of
mind); two camps on the calls that stay (sales up to 45 a quarter, marketing 60 and more); one from sales and one from
product who set a low chance from the start (a bold minority); one person who stays high and does not move.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, only, settings

EXERCISE = "7.1"

# Percent and calls a quarter: sales, marketing, product, in the order of PARTICIPANTS.
LEVEL_1 = (50, 45, 20, 40, 50, 40, 30, 35, 30, 40, 25, 35, 40, 30, 45, 35, 15, 30)
LEVEL_2 = (30, 25, 20, 20, 50, 25, 20, 20, 25, 20, 20, 20, 25, 20, 20, 25, 15, 20)
CALLS_1 = (30, 25, 40, 30, 20, 35, 90, 100, 80, 110, 75, 100, 50, 60, 45, 60, 60, 50)
CALLS_2 = (40, 30, 45, 40, 20, 40, 75, 80, 70, 90, 60, 80, 50, 50, 45, 50, 60, 50)

SIGNS = (
    "Their buyer stopped asking me for the yearly price letter, ten weeks before.",
    "The man who had ordered for eight years retired and nobody gave me a new name; six weeks.",
    "Two of their three laboratories had not logged in since May, and notice came in August; twelve weeks.",
    "They paid the last two invoices on day 58 where it had been day 20; nine weeks.",
    "None seen; the letter came on a Friday and I had lunch with them on the Tuesday.",
    "They asked us to quote the logger without the cloud, and left the cloud eleven weeks later.",
    "They unsubscribed all five addresses from the application letter in one day; seven weeks.",
    "Nobody of theirs came to the autumn user day, for the first time in four years; fourteen weeks.",
    "They took their name off our list of references and gave no reason; eight weeks.",
    "Their score in our short survey went from 40 to minus 10 between two spring rounds; sixteen weeks.",
    "They downloaded the export manual three times within a week; five weeks.",
    "None seen; I only learn of a leaver when the newsletter bounces.",
    "Four tickets on the same alarm in a month, and after that not one more; nine weeks.",
    "They no longer installed our updates; version three was still there when version five was out; twenty weeks.",
    "Of twelve seats in use in January three were left in April; thirteen weeks.",
    "An engineer of theirs asked me how to read our files with another program; six weeks.",
    "Active days halved twice in a row in the usage table, and I wrote it down then; fifteen weeks.",
    "A severe ticket stayed open for 19 days over Easter; they gave notice ten weeks after it.",
)

CLOSING = (
    ("call_above", 65, "I can do eight calls a quarter beside my offers, if the list has names and reasons on it."),
    ("largest_first", 65, "Thirty calls is what we have, so the thirty that would cost us most."),
    ("call_above", 80, "A needless call costs me an afternoon, and a lost laboratory costs me three years of orders."),
    ("call_above", 60, "At one in five the list is as long as what my team said it can call."),
    ("watch_by_hand", 70, "Half of an alarm list is people on holiday; let me tick what I see in my own accounts."),
    ("largest_first", 60, "Small cloud customers can be written to; the big ones want a visit."),
    ("call_above", 70, "The curve is highest around one in five, whichever way I price the call."),
    ("call_above", 65, "We can take the first contact for twenty of these accounts and hand over what we hear."),
    ("largest_first", 55, "A list that is cut by money is one that finance will pay hours for."),
    ("call_above", 75, "The survey drop came sixteen weeks early, and nobody had a rule for it."),
    ("call_above", 65, "Leaving one in five uncalled by lot is the only way to learn what a call is worth."),
    ("largest_first", 60, "I would rather not promise a call to customers who pay us 900 euro a year."),
    ("mend_the_cause", 60, "Most alerts have unused seats on top; a second training day would do more than talk."),
    ("call_above", 65, "Behind on updates is a thing we can offer to mend during the call."),
    ("call_above", 70, "I had 45 in my head because it sounds certain, and it leaves out most who go."),
    ("call_above", 60, "Ten working days is slow enough for us to add a page on their open tickets."),
    ("call_above", 85, "Use goes down months before notice, so the early call is also the cheap one."),
    ("watch_by_hand", 55, "A few dozen leavers are thin for a model; five written signs for two quarters, then again."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="call_above",
    statement="From 11 January every account at a chance of 20 % or more is called by its own manager within ten "
    "working days, at most 50 a quarter; one in five is left uncalled by lot.",
    reasons=(
        "The middle of the room set 35 % at first and 20 % once the cost curve moved with it; ten people ended on 20. "
        "On the calls sales and marketing stay apart: no seller would promise more than 45 a quarter, and nobody in "
        "marketing fewer than 60; the middle is 50. Use that fades and tickets that stop were named as signs by more "
        "people than price or service. What speaks against it: nobody knows yet what a call keeps, and two people want "
        "to read signs by hand first. Eleven of eighteen chose to call."
    ),
    owner="Rosa Montalbán",
    confidence=65,
    figure="caught_at_level",
    expects=0.6,
    objective=2,
    actions=(
        SampleAction(
            "Put each account at 20 % or more, with its two strongest signs, on one page", "Lena Wennemann", 21
        ),
        SampleAction("Share out the first fifty calls by manager, and draw those left uncalled", "Rosa Montalbán", 30),
        SampleAction("Ask finance for the day of notice of each leaver of two years", "Ada Thomsen", 14),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "I lost one I had lunch with, and no list would have told me. My team will call forty people who meant to "
            "stay, and some of them will begin to wonder why we ask.",
            is_named=True,
        ),
        SampleDissent(
            "goran", "Fifty calls are promised with hours for thirty. Cut by money, and say so to the small."
        ),
    ),
    chances=(60, 45, 75, 60, 25, 55, 65, 60, 50, 70, 65, 50, 50, 60, 65, 55, 80, 40),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    first, second = given(LEVEL_1, CALLS_1), given(LEVEL_2, CALLS_2)
    return only(content, {"1": settings(first, SIGNS), "2": settings(second, SIGNS)})


def given(level: tuple[int, ...], calls: tuple[int, ...]) -> dict[str, list[float | None]]:
    return {"alert_at": [percent / 100 for percent in level], "calls": [float(number) for number in calls]}
