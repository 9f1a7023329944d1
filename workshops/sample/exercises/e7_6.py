"""What the sample room answers in 7.6: from where the days of one seller are taken first.

Planted: hardly anybody begins with the territory that falls, after the strip two in three do (a change of mind);
agreement in the end that small accounts do not add up to a seller; two camps that stay (three sellers: from nowhere, or
where one leaves anyway; two from product: where an order takes most days); one from sales and one from marketing who
name the fall from the start (a bold minority).
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, choices, named, only

EXERCISE = "7.6"

PLACES = {
    "F": "steepest",
    "D": "dearest",
    "L": "next_leaver",
    "S": "small_accounts",
    "N": "nowhere",
    "?": "cannot_tell",
}

# Sales, marketing, product; one letter per person, in the order of PARTICIPANTS.
ROUND_1 = "LNSLNF DDSFD? DSDD?D"
ROUND_2 = "FNFLNF FFSFFF FFDFFD"
SURE_1 = (55, 70, 50, 60, 75, 60, 55, 60, 50, 65, 55, 20, 60, 45, 60, 55, 20, 65)
SURE_2 = (65, 65, 70, 55, 75, 80, 70, 65, 50, 80, 60, 60, 70, 60, 55, 65, 55, 60)

REASONS_1 = (
    "Water boards in the Nordics took four loggers each three years ago and one now.",
    "Dairies of mine bought two probes a quarter then and buy two now; the place is fine.",
    "Small mills took a calibrator every second year, now every third.",
    "Breweries in the south bought six flow meters at a time and buy eight.",
    "Resin plants took three meters a year then and five now, so I can spare no day.",
    "Nordic pump makers asked for thirty quotations in a spring, and for nine in the last one.",
    "Long drives for one probe: desalination took two a year then, and takes two.",
    "A customer in the desert bought one analyser three years ago and one last year, with nine visits.",
    "Bottlers came to us with ten small orders a year, now with seven.",
    "Of our Nordic newsletter readers in food 310 opened it three years ago, and 120 do.",
    "Catalyst makers far from any office took five samples a year, now four.",
    "I know downloads, not orders: 900 of the meter's sheet then, 940 now.",
    "Three days of an engineer for each spectrometer in the outer regions, then as now.",
    "Small laboratories ordered two standards a year and now order one by the web.",
    "Reservoirs: one logger in three years, and a week of travel in each.",
    "Pigment plants far away took two trials an order, and now take four.",
    "I see drawings, and of these turbines had twelve then and eleven now.",
    "Test benches at the rim of the map: one order a year before, one now, at twelve days each.",
)
REASONS_2 = (
    "With three quarters of each year covered my Nordic strip still falls, so it is no winter.",
    "The strip falls where others sell; mine needs each day that it has.",
    "Small mills are an hour here and there, that will never be a seller.",
    "One of the Nordic people goes in summer, as I hear, and then the border can move in peace.",
    "New money for new days; nobody in my plants would believe a lent man.",
    "Thirty quotations to nine was my count, and the strip has the same shape.",
    "A long drive is dear, but those customers ask as often as before; the others have stopped.",
    "Nine visits are our choice, fewer enquiries are theirs.",
    "Bottlers can be telephoned, so I still begin there, with little hope.",
    "Readers left first and deals after them, over the same years.",
    "The catalyst makers dropped by one in five; the Nordic quarter lost more than half.",
    "Now I have seen orders, and one of the strips needs no explanation.",
    "It was the only strip that fell whichever quarters I covered.",
    "Web orders of standards tell of habits; the fall in the north tells of demand.",
    "A week of travel for one logger remains a week, whether the market falls or not.",
    "Trials cost more, but they are asked for; I had mixed up dear and shrinking.",
    "A guess still, with the strip on its side.",
    "Twelve days an order would free a person at once, and I have heard no answer to that.",
)

CLOSING = (
    ("merge_two", 65, "Two neighbours, one border less, and I will drive with the old sellers for a month."),
    ("fewer_visits", 60, "See them each quarter and let the border be; the customers have done nothing."),
    ("merge_two", 70, "Nine quotations in a spring do not fill the days of that many people."),
    ("fewer_visits", 55, "A seller at home in the north is lent by the week and comes back."),
    ("stay_and_take", 60, "Veltronik is said to close its office up there; then their customers are ours."),
    ("merge_two", 75, "I have watched it fall for ten quarters and still drive there as before."),
    ("merge_two", 70, "Demand of this shape I cannot bring back with a campaign."),
    ("merge_two", 65, "What is freed goes south and to DACH, where our leads wait."),
    ("tail_to_desk", 55, "The bottlers would not miss us, and the desk can do that tomorrow."),
    ("merge_two", 80, "Our readers there left three years ago, and I said it then."),
    ("merge_two", 60, "As many as can should keep their seller, and then it is a fair price."),
    ("fewer_visits", 55, "A telephone call in between is what half of them ask of us anyway."),
    ("merge_two", 70, "The service van goes there once a week for both territories already."),
    ("merge_two", 60, "Buyers in the north write to us in English already and will not mind who answers."),
    ("tail_to_desk", 60, "Take the days from where each order costs a week."),
    ("merge_two", 65, "Fewer sellers there, more where the trials are wanted."),
    ("merge_two", 55, "It can be read in two years whether it was right, which I like."),
    ("not_before_autumn", 60, "A border is hard to move back; I would read the strip once more in autumn."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="merge_two",
    statement="By 1 April the Nordics and UK and Ireland are one territory; the days of two sellers go to DACH, and "
    "three accounts in four keep their seller.",
    reasons=(
        "On the strip of the Nordics the fall stays when three quarters of each year are covered; in no other "
        "territory did the room see that. Two people had taken the days from there at first, twelve did in the "
        "second answer, and ten changed their place. Three sellers would take them from nowhere or wait for "
        "somebody to leave, and two from product still name the dear orders; both stand beside the decision. "
        "Against it speaks that each moved account is told by somebody new. Eleven of eighteen chose to merge."
    ),
    owner="Jonas Hallbauer",
    confidence=65,
    figure="kept_share",
    expects=0.75,
    objective=1,
    actions=(
        SampleAction("A plan of moves with as many accounts as can be kept with their seller", "Ada Thomsen", 30),
        SampleAction("Tell the sellers of both territories in person, within one week", "Ulla Brandt", 14),
        SampleAction("Joint visits of old and new seller at the accounts that move", "Hana Sedláčková", 75),
    ),
    dissents=(
        SampleDissent(
            "rosa",
            "One seller up there goes in summer. We could have left that chair empty and told no customer anything.",
            is_named=True,
        ),
        SampleDissent("mara", "Nobody has said why a region with twelve days an order keeps every one of them."),
    ),
    chances=(60, 45, 65, 45, 30, 70, 65, 60, 50, 75, 60, 50, 65, 60, 45, 60, 55, 45),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {
        "1": choices(named(PLACES, ROUND_1), SURE_1, REASONS_1),
        "2": choices(named(PLACES, ROUND_2), SURE_2, REASONS_2),
    }
    return only(content, rounds)
