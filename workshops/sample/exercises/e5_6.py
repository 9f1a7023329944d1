"""What the sample room answers in 5.6: how much of the pay is certain, and what a point above quota pays.

Planted: agreement in the end that about two thirds stay certain; two camps over the accelerator that come nearer and
stay apart (sales: steep, product: hardly); marketing would first have made more of the pay certain and give that up
after the evidence (a change of mind); one from sales and one from marketing set where the room ends (a bold minority).
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import fractions
from workshops.sample.sheets import Payload, only, settings

EXERCISE = "5.6"

# Base in percent, accelerator in hundredths; sales, marketing, product, in the order of PARTICIPANTS.
BASE_1 = (60, 55, 60, 50, 60, 65, 80, 75, 65, 80, 75, 85, 75, 80, 70, 75, 80, 75)
BASE_2 = (65, 60, 65, 55, 60, 65, 70, 70, 65, 75, 65, 70, 65, 70, 65, 65, 75, 70)
SLOPE_1 = (300, 350, 250, 300, 400, 200, 125, 150, 200, 100, 150, 125, 100, 125, 150, 100, 100, 125)
SLOPE_2 = (250, 275, 225, 250, 350, 200, 200, 200, 200, 150, 200, 175, 150, 175, 150, 175, 125, 150)

LEAVERS = (
    "In June, to Aldermark, from 140 % of quota, for 112 with half of it certain.",
    "December: a steady account man, and they paid him for the third year in advance.",
    "In February one who brought me two of my best customers went for fifteen thousand more.",
    "April; at 130 here the year paid barely more than at 100, and there it would have paid twice.",
    "The one of May had not even had a full year; they asked after eight months.",
    "November, the specialist for spectrometers, to Aldermark, for a figure above 110 in an open advertisement.",
    "I lost in June the only seller who ever came to our campaign meetings; nothing was said of money.",
    "In December somebody told me in the lift that the new company paid by order and not by quarter.",
    "The best webinar speaker we had left in November for 108 and a smaller territory.",
    "February, and the reason given was a car.",
    "Two in one quarter, around December; neither had been asked by us what would hold them.",
    "One in April, after a manager had changed twice within the year.",
    "The specialist who left in November knew more of our spectrometer than two of my engineers.",
    "June: I heard of a bonus at signing, and of quotas that had not been raised.",
    "In February the offer was a lower quota for the same sum.",
    "May, to Aldermark, with a newcomer's base that was ours plus a tenth.",
    "The one of last July left the industry, so no plan of ours would have mattered.",
    "April, while third in the list, for a territory with chemicals in it.",
)

CLOSING = (
    ("steeper_above", 75, "At 140 I was paid like at 110; anyone can see where that leads."),
    ("steeper_above", 70, "Leave the base alone and pay for what is over."),
    ("steeper_above", 70, "Most of those who went stood well above quota in their first year."),
    ("paid_for_staying", 60, "Two years with a sum at the end would have kept the one of April."),
    ("steeper_above", 80, "I would have gone to four, but two is a beginning."),
    ("steeper_above", 65, "It costs little in the year in which nobody is over."),
    ("steeper_above", 60, "I had wanted more base for all, and that pays those whom nobody calls."),
    ("not_the_money", 55, "Ten telephone calls are cheaper than one wrong slope."),
    ("steeper_above", 70, "Two is what I wrote before the chart, and the top third is where we lose."),
    ("more_certain", 55, "A third of the sellers live under their target; for them the slope is a poster."),
    ("steeper_above", 60, "The rival's offers lie above what our best get and not above our middle."),
    ("paid_for_staying", 60, "All of it goes to one competitor, so bind those few."),
    ("steeper_above", 60, "As long as quotas are not softened, which somebody has to promise."),
    ("steeper_above", 55, "At one and three quarters I can follow; at three we would pay for luck."),
    ("paid_for_staying", 65, "I would pay for years, since customers count years too."),
    ("steeper_above", 60, "A lost specialist costs me half a year of answers; that is dearer."),
    ("not_the_money", 65, "So few have left that one can ask each of them before all contracts are rewritten."),
    ("more_certain", 50, "Newcomers look at the base, and we have chairs to fill."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="steeper_above",
    statement="From 1 January a point above quota pays twice a point below it, without a cap; 65 % of pay at target "
    "stays certain, and the plan has to keep two of our best each year.",
    reasons=(
        "The room had set the accelerator at a median of 1.5, sales at 3 and product at little more than 1; in the "
        "second answer the median is 2, with sales still above and product below. Whoever left for a rival was mostly "
        "among the best of those hired in the same years, and was offered more than our plan pays above quota. "
        "Marketing gave up a higher base. Against it: leavers are few, and in a year of soft quotas this plan is the "
        "dearest."
    ),
    owner="Goran Perišić",
    confidence=60,
    figure="retention",
    named="top",
    expects=0.9,
    objective=1,
    actions=(
        SampleAction("Write both settings into the plan, with three worked pay slips on its first page", "陈博", 30),
        SampleAction("Telephone the last ten leavers, one question on quota and one on pay", "Omar Benjelloun", 21),
        SampleAction("Agree with finance who may lower a quota after January", "Ada Thomsen", 40),
    ),
    dissents=(
        SampleDissent(
            "lena",
            "We change everybody's pay for a handful who left, some of them for other trades. Ask the handful, then "
            "decide in a quarter.",
            is_named=True,
        ),
        SampleDissent("ana", "Whoever never sees 100 will read this as a plan for somebody else, and many never do."),
    ),
    chances=(70, 65, 65, 45, 70, 60, 55, 45, 65, 40, 60, 50, 55, 50, 45, 55, 35, 40),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": (BASE_1, SLOPE_1), "2": (BASE_2, SLOPE_2)}
    return only(
        content,
        {
            at: settings(fractions({"base_share": base, "accelerator": slope}), LEAVERS)
            for at, (base, slope) in rounds.items()
        },
    )
