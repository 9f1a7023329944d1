"""What the sample room answers in 5.2: of 100 deals lost to each rival, how many have price on record.

Planted: agreement that price is said against Kessmar most; sales and product are two camps there that come nearer and
stay apart; two people put every rival at about a third from the start (a bold minority) and are right; a change of
mind about Veltronik; marketing cannot tell of Optivale.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import fractions, ranges
from workshops.sample.sheets import Payload, only

EXERCISE = "5.2"

# Likely of 100 in each round; sales, marketing, product, in the order of PARTICIPANTS; 0 for "cannot tell".
ROUND_1 = {
    "Kessmar Messtechnik": (70, 75, 65, 80, 70, 65, 60, 35, 55, 60, 65, 60, 45, 40, 50, 45, 35, 40),
    "Veltronik": (50, 45, 55, 60, 50, 55, 50, 34, 45, 50, 55, 45, 40, 35, 45, 40, 33, 45),
    "Akiba Sensing": (30, 35, 40, 30, 35, 25, 40, 33, 35, 30, 40, 35, 30, 25, 35, 30, 32, 25),
    "Aldermark": (40, 35, 45, 40, 30, 45, 35, 32, 30, 40, 35, 30, 25, 30, 20, 25, 33, 30),
    "Lumenor Systems": (20, 25, 20, 30, 25, 20, 25, 32, 20, 25, 30, 25, 20, 15, 25, 20, 30, 20),
    "Optivale": (40, 35, 45, 50, 35, 40, 0, 33, 0, 0, 0, 0, 25, 30, 35, 30, 34, 25),
}
ROUND_2 = {
    "Kessmar Messtechnik": (45, 50, 42, 60, 45, 40, 40, 35, 38, 38, 40, 36, 34, 33, 35, 34, 35, 32),
    "Veltronik": (36, 35, 38, 45, 36, 36, 36, 34, 35, 36, 38, 34, 34, 33, 35, 34, 33, 36),
    "Akiba Sensing": (30, 33, 35, 30, 33, 30, 34, 33, 33, 32, 34, 33, 31, 30, 33, 31, 32, 30),
    "Aldermark": (36, 34, 37, 36, 32, 36, 34, 32, 32, 35, 34, 32, 30, 31, 28, 30, 33, 31),
    "Lumenor Systems": (26, 28, 26, 30, 28, 25, 28, 32, 27, 28, 30, 28, 27, 25, 28, 27, 30, 27),
    "Optivale": (34, 32, 35, 38, 31, 33, 0, 33, 0, 0, 0, 0, 28, 30, 31, 30, 34, 28),
}
REACH = 8  # in 100, from the likely value to each end

# The offer that each person saw, told in both rounds.
REASONS = {
    "Kessmar Messtechnik": (
        "In May their analyser stood at €23,900 without installation, ours at €28,300 with it and a day of training.",
        "Spectrometer, February: they named 37 to our 44 thousand, and theirs had no second lamp.",
        "We went to 15 % on four calibrators in June, they to a total that I never saw in writing.",
        "A dairy waved €6,700 for their flow meter at my 7,900; both were bare instruments.",
        "€19,400 against 24,600 for analyser and first-year service, so they had left the service out.",
        "Two logger bids in March, theirs a fifth below ours and delivered a week later.",
        "I saw one of their offers at the spring fair: a price per probe and nothing about buffers.",
        "Their page asks for €3,900 a probe and ours for 4,900; the lost leads speak of waiting, though.",
        "Our web form has price as its first word, and eight in ten click the first word.",
        "A lost lead sent me both totals in July: 52 and 61 thousand, ours with the cloud for two years.",
        "€14,000 and €17,500 for a calibrator, and in theirs the certificate came on top.",
        "In the April survey they were called cheap by people who had bought from neither of us.",
        "I put their analyser beside ours in August: €5,000 less, and no self-test.",
        "The meter they quoted at 6,800 has a plastic flange; ours at 8,100 is the steel one.",
        "Of nine lost offers that I read against them, four had a technical point open on the last day.",
        "Theirs was 11,200 for the cloud with five users, ours 12,000 with twenty.",
        "Both offers for a water plant lay on my desk: eight per cent apart once I had added their fitting.",
        "They were at 40 and we at 43 thousand in autumn, and the buyer asked only about the wavelength.",
    ),
    "Veltronik": (
        "One tender in April: they at €88,000, we at 86,000, and price is what our record says.",
        "",
        "Their offer for twelve probes came to 57,000 with a spare each, mine to 55,000 without.",
        "In September both of us ended at 31,000 for the analyser, and I wrote price since I had no better word.",
        "",
        "Loggers in January: 6,100 and 6,000.",
        "",
        "Both bids of the June tender are on the web, three per cent apart, and they won on the delivery day.",
        "",
        "",
        "A customer read me their list over the telephone, and it was dearer than ours.",
        "",
        "",
        "",
        "We both offered the service plan near 9,000; theirs had the night call in it.",
        "",
        "A calibrator at 18,000 beat ours at 17,100 in spring.",
        "",
    ),
}

CLOSING = (
    ("hold_the_price", 65, "I matched Kessmar twice this year and lost both; a first figure that stays would have cost "
     "me nothing."),
    ("set_a_corridor", 65, "Give me 5 to 15 % against them and I stop ringing the director at six."),
    ("hold_the_price", 60, "After our second discount they asked for a third, in all three of my bids."),
    ("set_a_corridor", 80, "I sit in front of a man with €6,700 on a sheet, and delivery terms do not impress him."),
    ("hold_the_price", 55, "I can move installation and training; those they do not have."),
    ("set_a_corridor", 60, "A lower and an upper end is something that I can keep in my head."),
    ("hold_the_price", 70, "What we gave away in lost deals bought us nothing that I can see."),
    ("one_rule_for_all", 60, "A third is price whoever bids, so one limit is enough."),
    ("hold_the_price", 65, "It ends the sentence that we only need to match them once."),
    ("ask_what_they_paid", 60, "Nobody here has seen more than two of their totals; fifteen calls would settle it."),
    ("hold_the_price", 70, "One final figure I can print under the comparison."),
    ("hold_the_price", 60, "Buyers who wait for our second offer learned that from us."),
    ("hold_the_price", 75, "Half of their difference is the self-test and the fitting; let us say so and stay."),
    ("hold_the_price", 65, "Steel against plastic is eighteen months of life, and no point of discount."),
    ("set_a_corridor", 55, "An upper end that somebody signs would do the same, more gently."),
    ("hold_the_price", 70, "We pay for twenty users and then discount as if there were five."),
    ("one_rule_for_all", 65, "Five rivals look alike in this chart; I would not write a rule for the sixth."),
    ("hold_the_price", 70, "The buyer of the 43 thousand never asked for less, and we offered it."),
)  # fmt: skip
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="hold_the_price",
    statement="From 4 January each offer against {named} carries its final discount, between 4 and 14 %, at the first "
    "sending; Mara Lindkvist signs the same day whatever lies outside.",
    reasons=(
        "Against {named} the deals we lost had been given more discount than those we won, which can be said of no "
        "other rival. The room had put price on the record of 60 in 100 losses there, and of 38 when it had read the "
        "reasons; sales still say more than product. Sellers who do not match the figure win no less. What speaks "
        "against it: four of eighteen would rather have a range to move in, and three of the four sell."
    ),
    owner="Rosa Montalbán",
    confidence=65,
    figure="outside_corridor",
    named="Kessmar Messtechnik",
    expects=0.08,
    objective=1,
    actions=(
        SampleAction("One page on what {named} leaves out: fitting, self-test, certificate, users", "Dina Rautio", 21),
        SampleAction("Sit in on the first six last calls in which no second discount is given", "Rosa Montalbán", 60),
        SampleAction("Have the discount of each first offer kept beside the final one", "Ada Thomsen", 30),
    ),
    dissents=(
        SampleDissent(
            "goran",
            "Two of my ten customers buy by figure alone. You are asking me to watch them leave so that the other "
            "eight learn something.",
            is_named=True,
        ),
        SampleDissent("lena", "Once the names were covered I could not tell one rival's bar from the next."),
    ),
    chances=(60, 40, 55, 25, 55, 45, 65, 50, 60, 45, 65, 60, 70, 60, 50, 65, 45, 60),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": ROUND_1, "2": ROUND_2}
    reach = REACH / 100
    return only(
        content,
        {
            at: ranges(content, "price_on_record", fractions(given), dict.fromkeys(given, reach), REASONS)
            for at, given in rounds.items()
        },
    )
