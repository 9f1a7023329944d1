"""What the sample room answers in 2.4: why each team sells less than its peers, one letter per person.

Planted: agreement that Middle East and Africa lacks supply; two camps that stay on Asia Pacific (sales: procedure,
product: persons); one from sales and one from product who say of the Nordics team from the start that it is given too
little (a bold minority), where nearly everybody else sees persons and then follows (a change of mind); most cannot tell
of the DACH team, which lacks nothing.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.classified import classified
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "2.4"

CAUSES = {"S": "resource", "P": "process", "I": "individual", "X": "cannot_tell"}

# Sales, marketing, product; one letter per person, in the order of PARTICIPANTS.
ROUND_1 = {
    "DACH team": "XPXXSX XXPXXX XXXSXX",
    "Nordics team": "ISIIII IIXIIP IIIPSI",
    "UK and Ireland team": "IIPIIS IIIXII PISIPI",
    "Southern Europe team": "PXPXPX XPXPXX PXPXPX",
    "Middle East and Africa team": "SSSSSX SSSSSX SSSSSS",
    "Asia Pacific team": "PPPPPS SXSPSX IIIXII",
}
ROUND_2 = ROUND_1 | {
    "Nordics team": "SSSISS SSSISS SSSPSS",
    "UK and Ireland team": "IIPISS IIIXII PISIPS",
    "Southern Europe team": "PXPXPX XPPPXX PXPXPX",
    "Middle East and Africa team": "SSSSSS SSSSSX SSSSSS",
    "Asia Pacific team": "PPPPPS SXPPSP IIIXII",
}

SENTENCES = {
    ("DACH team", "P"): (
        "In March one seller in two passed his offers through the same desk, and 14 lay there.",
        "Of the 30 leads of our June mailing 9 were handed from one seller to the next.",
    ),
    ("DACH team", "S"): (
        "One expert for nine sellers in February, and he was ill for three weeks.",
        "In September 5 offers waited for the only bench.",
    ),
    ("Nordics team", "I"): (
        "One seat there wrote 2 offers in April and was often not to be reached.",
        "In May I counted 3 visits of one seat in the whole month.",
        "A seat that brought 6 orders in its first year has had 1 since January.",
        "Two chairs have changed hands since March, and 20 accounts went quiet with them.",
        "I sent 1 reminder a week in June and got no answer from that seat.",
        "Of 12 names from the October fair one seat had called 4.",
        "Since February 1 in 3 of my requests to that team came back unopened.",
        "In January somebody there promised me 4 references, and I had none by June.",
        "Of 8 reports of visitors that I sent in spring one seat answered 2.",
        "One seat asked for no trial unit between March and July, while others asked for 5.",
        "Two seats have not opened the new price table since April.",
        "In August the same seat asked me twice what a calibrator is for.",
        "One seat let 2 service calls of May pass without offering the plan.",
    ),
    ("Nordics team", "S"): (
        "In May three requests came for eight people, and each was answered the same afternoon.",
        "Service had 10 tickets from the Nordics in June, all of customers of many years; nothing new arrives.",
        "Lend them our best seller: with one new request in April there is nothing to win.",
        "I had counted 3 visits in May; there were 3 customers who had asked.",
        "The 20 quiet accounts of spring were the old ones; no new ones had come to take their place.",
        "I wrote my reminders of June about 1 lead, and it was the only one.",
        "Of the 12 names from October only 5 were firms that measure anything.",
        "Our autumn campaign of 2025 had 400 addresses, and 11 were in the Nordics.",
        "I could not tell in March, and now see 8 people in front of an empty list.",
        "Not one of the 6 fairs we paid for in the last year was held there.",
        "The mailbox held 7 leads of a whole winter; a better mailbox holds 7 as well.",
        "No trial unit from March to July, because no new customer came who could use one.",
        "Who has 1 new offer in April needs no new price table.",
        "In August that seat had its first calibrator deal since January.",
        "Give the seat 8 leads a month, as others have had from January, and ask again.",
    ),
    ("Nordics team", "P"): (
        "Leads of the web form went to a common mailbox until April; 7 lay in it.",
        "In August 2 of their 5 offers waited for a certificate that others get by return.",
    ),
    ("UK and Ireland team", "I"): (
        "Since its leader left in February of last year 3 of 8 seats do as they like.",
        "One seat lost 9 of 10 in spring, from the same list as everybody.",
        "In July one seat had 25 open deals and had touched 6.",
        "A seat new in May was left alone with 40 accounts.",
        "Two seats answer my leads within a day; from the third I had nothing in all of March.",
        "One seat has asked for the same comparison 4 times since June.",
    ),
    ("UK and Ireland team", "P"): (
        "From April each offer needs a second signature, which adds 8 days.",
        "Import papers are asked for at the order and not at the offer; in June 5 orders stood for it.",
        "Their 6 discounts of May were all asked for by mail and twice.",
    ),
    ("UK and Ireland team", "S"): (
        "No specialist in the whole team since January; we borrow 2 days a month.",
        "In March their 5 trials waited for our engineer to fly.",
        "The seat that was new in May had 40 accounts and no specialist to ask.",
        "The specialist they have lacked since January would have been at 8 of my demonstrations.",
    ),
    ("Southern Europe team", "P"): (
        "A third of what they lose has no reason in the log; of 9 losses of May I could read 4.",
        "In June 3 renewals lapsed since new and old work have no rule who does which.",
        "Offers are written in two languages, one after the other: 6 days in April.",
        "One in two of their leads of March was typed in after the deal had closed.",
        "My 25 fair names of April were shared out there in June.",
        "From 1 July the drawings go through the head office of the partner, 10 days each.",
        "Calibrations due in May were put on no list; 7 were offered in July.",
        "Specifications come without the last page; 5 of 8 did in September.",
        "I asked in June who follows up there and was given 3 answers.",
    ),
    ("Middle East and Africa team", "S"): (
        "One hunter for eleven countries since last October.",
        "Visits in March: 4, as the travel money was spent.",
        "No lead from us in 3 months of this year.",
        "A demonstration set has been on its way since 12 May.",
        "In June one tender came on the day on which 2 others were due.",
        "We made 1 page in Arabic in April; the others are promised.",
        "Our stand in February had 2 people for 90 visitors.",
        "Nobody wrote to the 35 addresses of January.",
        "Six requests of May were answered in the wrong language, for want of somebody who reads them.",
        "Their budget for fairs is that of 2023: 1 fair.",
    ),
    ("Asia Pacific team", "P"): (
        "Each answer from here costs a night; in May 3 nights for one discount.",
        "The price list of January came to us on 20 March.",
        "A partner registers a deal and 12 days later learns whether it is his.",
        "In April 4 offers expired before our signature came.",
        "Whatever is above ten thousand is signed in Europe; 8 days in June.",
        "Leads of the web form are sorted in Europe on Mondays; in July 15 waited a week.",
        "The articles of January reached them on 14 April, after three releases here.",
        "Names from our fair of May were handed on by quarter, 60 at once.",
    ),
    ("Asia Pacific team", "S"): (
        "Seven people, and in March no demonstration unit of the analyser.",
        "We translate one campaign in four for them, as of May.",
        "Two of our 30 articles since January exist in their languages.",
        "They get 1 lead for 5 that I send to DACH in a month.",
    ),
    ("Asia Pacific team", "I"): (
        "One seat sends specifications without a range; 6 of 7 since March.",
        "Two seats sold 1 spectrometer each in 2025, two others 5.",
        "One seat asks for special parts in every second deal; 4 in June.",
        "In April the same person missed 3 of our training calls.",
        "From one seat I have had 11 complaints since January, from the others 2.",
    ),
}
"""By team and letter: what people know of, each told once."""

CLOSING = (
    ("feed_the_unit", 65, "Eight sellers in front of three requests a month; anybody would look weak there."),
    ("feed_the_unit", 80, "Give them leads first, then count again, and then talk of persons."),
    ("feed_the_unit", 60, "Bought new, not taken from my list, or I vote otherwise."),
    ("coach_persons", 60, "Two of those seats would not sell in DACH either; somebody should sit beside them."),
    ("feed_the_unit", 60, "A salary for a year is less than eight people waiting."),
    ("change_the_step", 55, "The discount that takes three nights is a rule, and rules cost nothing to change."),
    ("feed_the_unit", 75, "We have not held a fair there in a year; that is ours to mend."),
    ("feed_the_unit", 70, "Eleven addresses of four hundred was our choice, not theirs."),
    ("feed_the_unit", 60, "With the same leads for each seat I could at last compare seats."),
    ("coach_persons", 65, "A lead that reaches a seat which does not call is a lead lost."),
    ("feed_the_unit", 65, "We can move one campaign north in January without new money."),
    ("feed_the_unit", 60, "I had blamed the mailbox; a better one would have been just as empty."),
    ("feed_the_unit", 60, "Old customers there are loyal, so new ones would not be wasted."),
    ("hold_two_quarters", 55, "A handful of deals decided in a year cannot tell me which factor is short."),
    ("feed_the_unit", 65, "It is the one part of the gap that stays below nought whoever is drawn."),
    ("change_the_step", 50, "Send the web form to the team and not to a mailbox, and see what that brings."),
    ("feed_the_unit", 80, "I said so of ten tickets, and now the count of new deals says it too."),
    ("hold_two_quarters", 55, "The region is shrinking; perhaps we should ask whether it needs eight sellers at all."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="feed_the_unit",
    statement="From 15 January the {named} is given two newly qualified deals per seller and month, from one campaign "
    "and one fair bought new; no lead is taken from another team before 30 June.",
    reasons=(
        "Thirteen of eighteen had seen persons at the {named}, two its supply; after the evidence fifteen see supply. "
        "Its sellers have by far the fewest new deals, and all seats alike. On Asia Pacific sales and product disagree "
        "as before, so nothing is decided there. Against it speaks that a region that shrinks may need fewer sellers "
        "rather than more leads, which two people would rather wait to see."
    ),
    owner="Omar Benjelloun",
    confidence=60,
    figure="velocity",
    named="Nordics team",
    factor=1.25,
    objective=1,
    actions=(
        SampleAction("Move the January campaign north and count what qualifies, seat by seat", "Omar Benjelloun", 40),
        SampleAction("Send the web form's leads to the team's own list", "Ada Thomsen", 10),
        SampleAction("Find one fair before June that chemists and waterworks of the north attend", "Quinn Ashdown", 30),
    ),
    dissents=(
        SampleDissent(
            "rosa",
            "Leads are the kindest explanation, so we took it. Two of those seats did not call the names they had.",
            is_named=True,
        ),
        SampleDissent("mara", "We feed a team because it is there. Ask first how many people that region can carry."),
    ),
    chances=(55, 70, 50, 35, 55, 45, 65, 65, 55, 40, 60, 55, 60, 40, 60, 50, 75, 35),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": ROUND_1, "2": ROUND_2}
    return only(content, classified(items_of(content), rounds, CAUSES, SENTENCES, lambda team, letter: (team, letter)))
