"""What the sample room answers in 1.2: use and effort of each way of cutting the win rate, 1 to 5.

Planted: agreement that somebody moved people by region; the seller's cut is thought useful at first, and little once
the spoons have been drawn (a change of mind); two camps over products that stay (product: useful, sales: not); two of
product who give seller a 1 from the start (a bold minority); two who keep
every mark; some who cannot tell of the pairs.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.marks import marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "1.2"
ABSTAIN = "cannot_tell"

# Sales, marketing, product; one digit per person, in the order of PARTICIPANTS, 0 for "cannot tell".
USE_1 = {
    "Region": "555454 444554 443544",
    "Product": "222122 233232 545455",
    "Segment": "232232 454344 223232",
    "Seller": "545355 344043 314013",
    "Region × product": "233023 023020 334433",
    "Segment × product": "112011 232302 030303",
}
USE_2 = {
    "Region": "554544 444554 444544",
    "Product": "222122 233232 545455",
    "Segment": "232232 343344 222232",
    "Seller": "323244 222022 212012",
    "Region × product": "122012 012010 223332",
    "Segment × product": "111011 121301 020202",
}
EFFORT = {
    "Region": "222122 111211 112111",
    "Product": "212111 111211 232222",
    "Segment": "333233 343334 222323",
    "Seller": "443354 222022 202022",
    "Region × product": "232022 022020 232332",
    "Segment × product": "343033 343303 030303",
}

# What each person says once, of the cut named.
SENTENCES = (
    ("Region", "In March two of my people went to the Nordics for a quarter because its rate had dropped."),
    ("Seller", "I was given a coach in May for a rate that stood on nine bids."),
    ("Region", "The spare car went to Southern Europe in February, after one bad line."),
    ("Region", "My travel budget was doubled in June since my line was the lowest."),
    ("Seller", "The quarter's prize of October went by it, and in January I was second last."),
    ("Seller", "A colleague lost her key account in April over twelve deals."),
    ("Segment", "In September a mailing to the water utilities was cancelled, as they won least."),
    ("Segment", "We moved a fair day to life sciences in May, and I would do it again."),
    ("Region", "The partner day of November was held in Dubai, because that line had fallen."),
    ("Region", "Asia Pacific got a translator in August, two lines under the average."),
    ("Segment", "Chemicals lost its own page in July; the blanks may have been all chemicals."),
    ("Region × product", "I have never been sent it, and would not know which line to read."),
    ("Product", "The pH probe got a second price list in February, since its rate stood out."),
    ("Seller", "In three years I have not seen anyone moved rightly because of this page."),
    ("Product", "An engineer went from the calibrator to the analyser in April."),
    ("Region × product", "The logger in Asia Pacific got its own stock in June for five deals in a quarter."),
    ("Seller", "The best one of spring was the worst one of autumn, and the work was the same."),
    ("Product", "Our roadmap meeting of September began with the lowest product, which was the flow meter."),
)

CLOSING = (
    ("same_cut_slower", 60, "Six regions I can act on, and a half-year gives each of them enough bids."),
    ("same_cut_slower", 65, "Nobody should get a coach for nine bids again, nor a prize."),
    ("one_number", 60, "My region is small; cut it twice a year and it is still a lottery."),
    ("same_cut_slower", 55, "The travel money of June would have waited for September without harm."),
    ("pulled_to_the_mean", 55, "Keep my line, but tell people how much of it is the company's."),
    ("same_cut_slower", 70, "Half as many tables is also half as many Monday mornings."),
    ("fill_the_column", 60, "Segment is the cut we spend money by, and it has blanks that nobody owns."),
    ("same_cut_slower", 60, "Fairs are booked by the half-year, so I lose nothing."),
    ("same_cut_slower", 55, "Region fills itself from the postcode, which no other cut can say."),
    ("same_cut_slower", 60, "The best spoon of beans among us was mine, and I had done nothing for it."),
    ("fill_the_column", 65, "First find out which deals have no segment; they may all be of one kind."),
    ("same_cut_slower", 55, "I can read six lines, and I never read forty-eight."),
    ("pulled_to_the_mean", 60, "Products are what I decide on; show them, pulled as far as is honest."),
    ("same_cut_slower", 70, "Take the seller's page off the wall this week and see who asks for it."),
    ("pulled_to_the_mean", 55, "Eight products with their limits would have kept my engineer where he was."),
    ("same_cut_slower", 60, "Five deals in a quarter were enough for a stock, and they should not have been."),
    ("same_cut_slower", 75, "Spring's best is autumn's worst; read it slower or not at all."),
    ("one_number", 55, "We talk an hour about lines; one number and one question would be ten minutes."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="same_cut_slower",
    statement="From January the win rate is read by region, in January and July, with its interval; pages by seller, "
    "by region and product and by segment and product are no longer printed.",
    reasons=(
        "Region has the highest median for use, 4 in both rounds, and fills itself. The seller's page had a median "
        "of 4 as well, and of 2 once each of us had drawn a spoon from one bag. Of the two pairs four and five of us "
        "can tell nothing, and the rest remember hardly anything that was done. Product stays with 4 and 5 for the "
        "cut by product, and three of us would print all cells pulled to the common rate. By the evidence product "
        "carries too, as the finest cut that does, but not within a year, and nobody outside product acts on it. Six "
        "lines read twice a year are what somebody can act on; whether they differ in every single year is the doubt "
        "that holds us at 55."
    ),
    owner="Ada Thomsen",
    confidence=55,
    figure="reliability",
    named="Region",
    expects=0.7,
    objective=1,
    actions=(
        SampleAction("Stop the page by seller, and tell each of those who receive it", "Ada Thomsen", 7),
        SampleAction("Find the deals without a segment, and from which team and month they are", "Quinn Ashdown", 21),
        SampleAction("Print the reliability of all six cuts beside the table, each half-year", "Lena Wennemann", 30),
    ),
    dissents=(
        SampleDissent(
            "dina",
            "Products are what this company decides on, and the evidence puts them first. Print them pulled to the "
            "common rate, and nobody is misled by a small one.",
            is_named=True,
        ),
        SampleDissent("chidi", "Read twice a year, my twenty bids are still drawn by lot."),
    ),
    chances=(60, 60, 40, 55, 45, 60, 50, 60, 55, 60, 45, 55, 50, 60, 45, 55, 65, 45),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    items = items_of(content)
    rounds = {"1": USE_1, "2": USE_2}
    return only(
        content,
        {at: marked(items, {"decision_use": use, "effort": EFFORT}, SENTENCES) for at, use in rounds.items()},
    )
