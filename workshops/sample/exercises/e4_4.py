"""What the sample room answers in 4.4: use and effort of each field, 1 to 5.

Planted: agreement that the amount is used; forecast category is thought useful at first, and hardly after the evidence
(a change of mind); two camps at lead source that stay (marketing: useful, sales: not); two from product who rate
complexity high from the start (a bold minority), whom the room follows; some who cannot tell.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.marks import marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "4.4"
ABSTAIN = "cannot_tell"

# Sales, marketing, product; one digit per person, in the order of PARTICIPANTS, 0 for "cannot tell".
USE_1 = {
    "Amount": "554555 544554 445544",
    "Product": "444344 333433 555455",
    "Competitor": "434443 343332 444333",
    "Complexity": "223212 122122 225232",
    "Lead source": "111211 545554 120121",
    "Pricing model": "223222 222322 333233",
    "Forecast category": "444543 334333 243333",
    "Expected close date": "343433 222322 333232",
    "Discount": "434344 223222 333322",
    "Segment": "323332 444344 323233",
}
USE_2 = USE_1 | {
    "Complexity": "443434 333344 545454",
    "Forecast category": "122121 221222 121221",
    "Pricing model": "122121 121221 222122",
    "Competitor": "444444 343433 444443",
}
EFFORT = {
    "Amount": "222222 000000 222322",
    "Product": "111111 111111 111111",
    "Competitor": "444544 300330 444333",
    "Complexity": "222322 222322 333322",
    "Lead source": "333433 222222 303030",
    "Pricing model": "222122 222222 222222",
    "Forecast category": "333343 222222 030202",
    "Expected close date": "333433 222222 333333",
    "Discount": "222232 000000 222222",
    "Segment": "222222 111111 222222",
}

# What each person says once, of the field named.
SENTENCES = (
    ("Forecast category", "I set it on the evening before the review, from memory."),
    ("Lead source", "I have picked the first word of the list for two years."),
    ("Competitor", "In May I learned the name from their receptionist; it changed which case I sent."),
    ("Expected close date", "Mine moves by a month whenever somebody asks."),
    ("Lead source", "The form asks it at creation, when I have only a telephone number."),
    ("Discount", "I fill it twice, here and in the approval."),
    ("Lead source", "It ended one of our fairs in April, and rightly."),
    ("Segment", "I correct it by hand for each campaign, out of the account's own sheet."),
    ("Lead source", "Every euro I spend is argued over with this one column."),
    ("Segment", "Two of five in my last list had the segment of their mother company."),
    ("Forecast category", "Nobody in marketing reads it, as far as I know."),
    ("Lead source", "Without it the web team cannot show that it brings anything."),
    ("Complexity", "Two simple ones were quoted like involved ones in June, and both customers laughed."),
    ("Pricing model", "It follows from the product; I have never seen it differ."),
    ("Complexity", "In March it told me on day one that we needed an engineer, and nobody looked."),
    ("Product", "I build next year's plan on it."),
    ("Competitor", "Blank in half of what reaches me, and then I ask by mail."),
    ("Segment", "I read it to find a reference that fits."),
)

CLOSING = (
    ("drop_and_watch", 70, "Three fields less, and nobody could say who reads them."),
    ("drop_and_watch", 80, "The source of a lead is not for me to invent."),
    ("ask_later", 65, "Ask me for the rival when I have met one."),
    ("drop_and_watch", 60, "Two quarters are long enough to hear somebody cry."),
    ("drop_and_watch", 75, "I type from the telephone; each field is a minute."),
    ("ask_later", 60, "The discount belongs to the offer, not to the first call."),
    ("stamp_the_changes", 65, "I do not believe it until we know when each field was typed."),
    ("fill_from_elsewhere", 75, "The segment stands in the account; copy it."),
    ("stamp_the_changes", 55, "Before my column goes I want its history."),
    ("drop_and_watch", 60, "We keep the source in the web form, where it comes from."),
    ("drop_and_watch", 65, "A short form that is whole beats a long one with guesses."),
    ("fill_from_elsewhere", 60, "Division follows from the product anyway."),
    ("drop_and_watch", 70, "Complexity stays, and that is what I came for."),
    ("drop_and_watch", 65, "The pricing model can be read off the order."),
    ("drop_and_watch", 80, "Ask less, and I will get the one that I need."),
    ("ask_later", 55, "Whole from the proposal on would be enough for planning."),
    ("drop_and_watch", 70, "Half blank is worse than gone."),
    ("drop_and_watch", 75, "If a report breaks, we will know what it was for."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="drop_and_watch",
    statement="From December the form loses the fields that nobody reads and that tell nothing; division, region and "
    "segment are copied from other tables.",
    reasons=(
        "Closed deals carry sixteen fields and more; a handful of them say anything before the outcome. Forecast "
        "category sorted won from lost without an error because it is typed at closing, and half of the open deals "
        "lack it. The room had thought little of complexity, which tells most. Eleven of eighteen chose to drop and "
        "watch for two quarters; marketing keeps lead source in the web form."
    ),
    owner="Ada Thomsen",
    confidence=70,
    figure="kept_complete",
    factor=1.0,
    shift=0.02,
    objective=1,
    actions=(
        SampleAction("Take the dropped fields off the form and list the reports that lose a column", "Ada Thomsen", 14),
        SampleAction("Copy segment, region and division from account and product", "Quinn Ashdown", 30),
    ),
    dissents=(
        SampleDissent(
            "elif",
            "Lead source is not useless, it is badly filled. Drop it and every campaign becomes a matter of faith.",
            is_named=True,
        ),
        SampleDissent("priya", "We decide on what a field says without knowing when it was typed."),
    ),
    chances=(70, 75, 60, 65, 70, 55, 45, 60, 40, 60, 70, 60, 75, 65, 80, 55, 70, 75),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    items = items_of(content)
    rounds = {"1": USE_1, "2": USE_2}
    return only(content, {at: marked(items, {"use": use, "effort": EFFORT}, SENTENCES) for at, use in rounds.items()})
