"""What the sample room answers in 6.3: four win rates around the pilot, and what explains a lead if there is one.

The pilot is a trial at the customer's plant before the offer; some of each seller's deals have it, from the first on.
Planted: agreement that the others win about a quarter; sales think far too well of the trial deals at first and come
down; one from marketing and one from product who put them near a third from the start and ask which deals got a trial
(a bold minority); two camps on the explanation that stay (sales: the new way; product: which deals); hardly anybody can
tell of a year before, and in the end only one still does.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import told_anew
from workshops.sample.shares import fractions, ranges
from workshops.sample.sheets import Payload, choices, named, together

EXERCISE = "6.3"

# Likely wins of 100 in each round, sales, marketing, product, in the order of PARTICIPANTS; 0 for "cannot tell".
LIKELY_1 = {
    "Pilot sellers, year before": (30, 28, 0, 32, 30, 0, 25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 0),
    "Pilot sellers, since the start": (52, 55, 45, 50, 60, 48, 42, 40, 45, 38, 40, 34, 40, 45, 38, 35, 42, 0),
    "All others, year before": (26, 25, 0, 28, 25, 25, 25, 0, 25, 0, 0, 0, 25, 0, 0, 0, 25, 0),
    "All others, since the start": (28, 27, 26, 28, 25, 26, 25, 24, 27, 25, 24, 24, 26, 25, 24, 25, 26, 25),
}
LIKELY_2 = {
    "Pilot sellers, year before": (0, 0, 0, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "Pilot sellers, since the start": (38, 38, 36, 37, 45, 36, 34, 35, 36, 34, 35, 33, 34, 35, 33, 32, 35, 34),
    "All others, year before": (0, 0, 0, 0, 25, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    "All others, since the start": (24, 25, 24, 25, 24, 24, 24, 24, 25, 24, 24, 24, 25, 24, 24, 24, 24, 24),
}
REACH_1 = {
    "Pilot sellers, year before": 0.06,
    "Pilot sellers, since the start": 0.08,
    "All others, year before": 0.05,
    "All others, since the start": 0.04,
}
REACH_2 = REACH_1 | {"Pilot sellers, since the start": 0.05, "All others, since the start": 0.02}

TRIALS = (
    "A dairy in May: two weeks on their line before a word about price, and they signed without asking for a discount.",
    "In February the operators had given our probe a nickname by the time the offer came.",
    "A waterworks in March; the trial showed a drift that we mended before anybody had paid.",
    "In June I lent the logger for ten days, and their own chemist wrote the reason for buying.",
    "Three of four since Easter, and each time the trial did the talking.",
    "One trial in July; the buyer came to look, which buyers never do.",
    "We wrote up the May trial on one page, and it is the page most asked for.",
    "A brewery ran it beside the rival's for a week in April and sent us both curves.",
    "I know one, at a drinks plant in spring: an engineer of ours stayed three days.",
    "In March a trial found its customer by itself; they had asked for it at the fair.",
    "A paint maker in August, where nobody had to be shown anything twice.",
    "Two that I followed in spring; both had been as good as ours before the case arrived.",
    "In April we sent the large housing, which no offer of ours ever sees before the order.",
    "A resin plant in June: we set it up on a Tuesday and they read it themselves on Friday.",
    "At a mill in May our settings were wrong for six days, and they forgave it since it was a trial.",
    "I saw the list in July: short requests, simple sites, hardly one large tender.",
    "A turbine maker in September; it took two of my days and one of theirs.",
    "",
)
"""A trial that each person knows."""

EXPLAINED = {
    "M": "the_method",
    "P": "the_people",
    "D": "the_deals",
    "S": "the_season",
    "W": "the_watching",
    "C": "cannot_tell",
}
AHEAD_1 = "MMMMMP MWMMMD MMDDMC"
AHEAD_2 = "MMMPMD PPMDDD DDDDMD"
SURE_1 = (75, 80, 65, 70, 90, 55, 60, 50, 60, 55, 60, 75, 60, 65, 70, 80, 55, None)
SURE_2 = (65, 70, 60, 60, 90, 60, 60, 60, 55, 65, 65, 80, 65, 60, 75, 80, 55, 65)
WRONG_IF = (
    "Wrong if my own deals without a trial win 35 of 100 this winter.",
    "If trials at tenders win no more than tenders do, by 31 March.",
    "Wrong if the ten simplest sites won as often with no trial at all.",
    "A quarter in which the trials drop under 30 of 100.",
    "I know of no number that would; I have stood beside it.",
    "If a newcomer's trials win as often as those of us who have been here ten years.",
    "If by March those who never saw our page of the trial win just as often.",
    "Wrong once nobody asks each Friday how the trials stand, and they still win 35.",
    "If fewer than one in three who tried it buys by June.",
    "A rival's trial that lost, with the same site and the same month.",
    "If trials on request and trials that we offered part by ten points.",
    "Wrong if the sites drawn by lot win 33 too.",
    "If what is bought after a trial comes back within the year.",
    "Wrong if half of those who sent a trial back say the handling was to blame.",
    "If large tenders with a trial win more than large tenders without, by half a year's count.",
    "If the list of July, sorted by amount, shows as many large ones on either side.",
    "If an engineer on the telephone does as well as a case on the line.",
    "",
)
CHANGED = {
    3: "If sellers of under two years win as many with a trial; so far it was mostly us old ones who asked for a case.",
    5: "Wrong if the requests that got a case had been as large as the rest.",
    6: "If someone who does not like trials wins 35 with them, I take it back.",
    7: "Wrong if the same ten names do not stand behind half of the cases.",
    9: "If anybody can show the rule by which a request got its case in spring.",
    10: "Wrong if simple and involved sites part by less than five points.",
    12: "If our housing goes to sites that nobody picked and wins there.",
    13: "Wrong if involved sites with a trial reach 30 of 100.",
    17: "I saw the list today; wrong if the next twenty by lot do as well.",
}
"""By what those who changed their explanation would be shown wrong, by place."""

CLOSING = (
    ("scale_now", 70, "Thirty-five against twenty-four, and I have four cases for sixty of us."),
    ("fresh_pilot", 60, "I like the trial, so I want nobody to say that I only took the easy ones."),
    ("fresh_pilot", 65, "A quarter is what I spend on one tender; for a clean answer I give it."),
    ("half_by_lot", 60, "Draw the sellers, give one half the cases now, and keep what runs."),
    ("scale_now", 90, "Stop asking and buy ten more cases."),
    ("fresh_pilot", 60, "I could not name the rule by which my own requests got one."),
    ("fresh_pilot", 70, "The page that I made says how much was won, not what would have been won without."),
    ("half_by_lot", 55, "A lot among sellers needs no rehearsal and no end of what they do today."),
    ("run_on", 50, "In the summer we will have twice as many trials to count."),
    ("fresh_pilot", 65, "With a lot by request the fair's own customers are in both halves."),
    ("fresh_pilot", 70, "A chance of nearly one of being better, and we cannot say better than what."),
    ("fresh_pilot", 80, "I wrote a third in the first round, and the list is why."),
    ("fresh_pilot", 65, "Draw the sites, write the day down, then my housing may go anywhere."),
    ("half_by_lot", 60, "Half of the sellers by lot is enough; the rest is paper."),
    ("fresh_pilot", 70, "Large tenders have never been tried, and that is where a case would pay."),
    ("fresh_pilot", 80, "The July list is a list of deals that we would have liked anyhow."),
    ("half_by_lot", 55, "My engineers want to know in January which half they drive to."),
    ("fresh_pilot", 70, "No before, so make one."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="fresh_pilot",
    statement="From 11 January the lot gives a trial to every second new request that asks for an offer, whoever sells "
    "it; we look once, on 30 June, and end it below a gain of two points.",
    reasons=(
        "The first guesses put the trial deals at 42 of 100 in the middle and the second ones at 35; the "
        "others stayed near a quarter. Seventeen of eighteen could not tell of a year before in the end, since "
        "trials are as old as the records, and so nobody knows what these deals would have won. Eleven chose a new "
        "pilot; nine had come to think that the trials went to deals which are won more easily, and six still put it "
        "down to the trial. Against it stand two who would give everybody a case now, and a quarter that is lost."
    ),
    owner="Chidi Nwankwo",
    confidence=70,
    figure="gain",
    expects=0.05,
    objective=1,
    actions=(
        SampleAction("Write the rule of the lot and the start date into a mail to all sellers", "Kofi Mensah-Adu", 20),
        SampleAction("Count cases and engineers' days that every second request needs", "Lena Wennemann", 25),
        SampleAction("Keep the list of both halves; show no rates before 30 June", "Ada Thomsen", 45),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "We take from half of the customers what wins orders today, to learn in summer that it wins orders.",
            is_named=True,
        ),
        SampleDissent("emre", "Half of the sellers by lot would tell as much and end nothing."),
    ),
    chances=(60, 55, 60, 60, 70, 50, 55, 60, 50, 55, 60, 40, 55, 55, 45, 35, 55, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    told = {"Pilot sellers, since the start": TRIALS}
    rates = {
        at: ranges(content, "four_rates", fractions(likely), reach, told)
        for at, likely, reach in (("1", LIKELY_1, REACH_1), ("2", LIKELY_2, REACH_2))
    }
    ahead = {
        "1": choices(named(EXPLAINED, AHEAD_1), SURE_1, WRONG_IF),
        "2": choices(named(EXPLAINED, AHEAD_2), SURE_2, told_anew(WRONG_IF, CHANGED)),
    }
    return together(content, {"four_rates": rates, "if_ahead": ahead})
