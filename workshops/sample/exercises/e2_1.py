"""What the sample room answers in 2.1: what customers of each region wait for, three marks from 1 to 5.

Planted: agreement that customers we have wait in Southern Europe; two camps that stay on DACH (marketing could name
five firms there that nobody calls, sales hardly one); one from sales and one from product who say from the start that
nobody waits in the Nordics (a bold minority), whom nearly all follow after the evidence (a change of mind); two
people change nothing.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.marks import marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import told_anew
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "2.1"

# Sales, marketing, product; one digit per person, in the order of PARTICIPANTS, 0 for "cannot tell".
NEW_1 = {
    "DACH": "434344 343434 443434",
    "Nordics": "414445 444434 445414",
    "UK and Ireland": "444535 443443 343334",
    "Southern Europe": "232323 323232 232332",
    "Middle East and Africa": "333230 303330 000303",
    "Asia Pacific": "443444 404304 040043",
}
OLD_1 = {
    "DACH": "332323 232323 323233",
    "Nordics": "333233 333333 332323",
    "UK and Ireland": "343433 434343 333434",
    "Southern Europe": "555455 554555 545455",
    "Middle East and Africa": "222220 202220 000202",
    "Asia Pacific": "333333 303303 030033",
}
UNSEEN_1 = {
    "DACH": "121211 555455 333233",
    "Nordics": "323333 333233 222332",
    "UK and Ireland": "222323 444343 333233",
    "Southern Europe": "332323 343433 233323",
    "Middle East and Africa": "444340 405440 000404",
    "Asia Pacific": "444434 505504 040044",
}
NEW_2 = NEW_1 | {
    "DACH": "444345 444445 444444",
    "Nordics": "212422 221422 222212",
    "Southern Europe": "232322 222232 222322",
}
OLD_2 = OLD_1 | {
    "Nordics": "222222 222322 222222",
    "Southern Europe": "555455 555555 555555",
    "Middle East and Africa": "111210 101210 000101",
}
UNSEEN_2 = UNSEEN_1 | {"Nordics": "222322 232222 222222"}

TOLD_1 = (
    ("Southern Europe", "Eleven service plans there lapsed in May, and we noticed after 40 days."),
    ("Nordics", "Nothing: three requests in May, each answered the same afternoon."),
    ("UK and Ireland", "A trial of two pH probes, asked for on 4 April and set up 19 days later."),
    ("Nordics", "A first call, for 16 days, after our seller had left."),
    ("DACH", "Four flow-meter requests of one week in June were called back after 12 days."),
    ("Asia Pacific", "The price of nine analysers, for 21 days."),
    ("DACH", "A call at all: 60 firms of our spring list have waited 200 days for one."),
    ("Southern Europe", "The yearly visit, after three letters and 70 days."),
    ("UK and Ireland", "The call they had ticked in our May webinar, for 15 days."),
    ("Nordics", "Two visitors of the spring fair were still uncalled after 30 days."),
    ("Middle East and Africa", "A visit, for 25 days; then they came to our stand instead."),
    ("Southern Europe", "A waterworks' renewal was begun 33 days late, because they had rung us."),
    ("DACH", "To hear which of two sellers was theirs: 13 days."),
    ("UK and Ireland", "Spare cuvettes, for 9 days, since the request had gone to somebody who only sells new."),
    ("Nordics", "An answer about a spectrometer lamp, 20 days in April."),
    ("Southern Europe", "Calibration that was due in May and offered in July, 52 days on."),
    ("Nordics", "No wait that I could find: the last ten service requests took two days at most."),
    ("Southern Europe", "Three loggers came back for repair, and for 45 days nobody rang to ask why."),
)
TOLD_2 = told_anew(
    TOLD_1,
    {
        0: ("Nordics", "I marked the two who left; their customers had fewer requests before that already."),
        4: ("DACH", "My week in June was no exception, every week there is like it."),
        7: ("Southern Europe", "Those 70 days are what happens where hardly anybody is paid for a yearly visit."),
        8: ("DACH", "I had looked for the region with most accounts, and there is another one with most work."),
        12: ("Nordics", "I marked an empty chair, and nobody was standing in front of it."),
        14: ("Nordics", "The lamp was one ticket; I went through the list and found no second."),
    },
)

CLOSING = (
    ("turn_roles", 70, "One hunter in the south has asked me for it since last winter."),
    ("turn_roles", 75, "The people are there; they are paid for the other half of the work."),
    ("hire", 60, "Turning somebody in the south answers no request in my region."),
    ("count_days_first", 65, "I believe in days per deal when I have written down a quarter of mine."),
    ("hire", 65, "DACH is full with new and with old work, so nobody there can turn."),
    ("turn_roles", 60, "It can be taken back after a year, which a hire cannot."),
    ("turn_roles", 65, "A renewal lost by silence costs more than any fair brings in."),
    ("turn_roles", 75, "The dairies there want one face and one visit a year; that is a farmer."),
    ("thin_the_care", 55, "A third of our accounts could be rung once a year and would not mind."),
    ("count_days_first", 60, "The Nordic figure holds a year with empty chairs; count one without."),
    ("turn_roles", 65, "It moves nobody's home and nobody's customers, only a pay plan."),
    ("turn_roles", 70, "When a waterworks has to ring us, the renewal has no owner; now it gets one."),
    ("turn_roles", 65, "Half of the repairs I hear of begin with a visit that was never made."),
    ("thin_the_care", 60, "Logger users telephone anyway; keep the visits for instruments that stand still."),
    ("turn_roles", 60, "Service plans renew by themselves if somebody calls in the month before."),
    ("turn_roles", 70, "We can see by June whether July's calibrations are offered in May."),
    ("turn_roles", 80, "New work in the south waits two days, old work two months."),
    ("hire", 55, "One person turned is one person fewer for new plants, and we have plans for those."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="turn_roles",
    statement="From 1 January one hunter of Southern Europe farms its water utilities on a farmer's pay plan; new "
    "requests from there go to the other hunters of the region, and we look again on 30 June.",
    reasons=(
        "All eighteen gave Southern Europe a four or a five for the wait of customers we have, in both answers, and a "
        "median of two for new requests in the second. Fifteen had a four or more for new requests in the Nordics; "
        "after the evidence two have. Marketing and sales still disagree about firms in DACH that nobody calls, so "
        "nothing was moved there. Against it speaks that the new farmer has a year of other habits to unlearn."
    ),
    owner="Hana Sedláčková",
    confidence=65,
    figure="load_farmers",
    named="Southern Europe",
    factor=0.95,
    objective=2,
    actions=(
        SampleAction("Agree the pay plan with whoever turns, before a customer hears of it", "Hana Sedláčková", 25),
        SampleAction("List the renewals of water utilities due until June, with day and owner", "Ίρις Παπαδάκη", 14),
        SampleAction("Tell the three firms whose visits fall away who takes their calls", "Chidi Nwankwo", 30),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "We turn a person where the customers complain loudest. DACH has more work than days on both sides, and "
            "it will have in June.",
            is_named=True,
        ),
        SampleDissent("ana", "A year with empty chairs tells nothing of the year after; I would count days first."),
    ),
    chances=(65, 70, 50, 40, 40, 60, 65, 70, 50, 45, 60, 65, 60, 50, 60, 65, 75, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    items = items_of(content)
    rounds = {
        "1": marked(items, {"new_work": NEW_1, "old_work": OLD_1, "unseen": UNSEEN_1}, TOLD_1),
        "2": marked(items, {"new_work": NEW_2, "old_work": OLD_2, "unseen": UNSEEN_2}, TOLD_2),
    }
    return only(content, rounds)
