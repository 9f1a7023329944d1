"""What the sample room answers in 6.4: late, harm and way round of each promised feature that is still open, 1 to 5.

Planted: agreement that the nitrate sensor, past its day already, comes late; two camps over the vibration guard that
stay (sales: it hurts and nothing works without it; product: they have something else); two from product and one from
marketing who bet from the start that it is late (a bold minority), whom the room follows once it has seen how features
kept their days, and one from sales does not; in marketing many cannot tell what the customers work with today.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from workshops.sample.marks import marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "6.4"
ABSTAIN = "cannot_tell"
OTHERS = ""  # features that the room was asked about in another company of this kind

# Sales, marketing, product; one digit per person, in the order of PARTICIPANTS, 0 for "cannot tell".
LATE_1 = {
    "Vibration guard": "222232 252322 325335",
    "Energy metering": "332323 233233 233233",
    "Nitrate sensor": "343434 433343 454544",
    "Portable kit": "222222 202020 333233",
    "Ten-year archive": "222222 220220 222322",
    OTHERS: "323232 303230 333233",
}
LATE_2 = {
    "Vibration guard": "444434 454445 545445",
    "Energy metering": "433424 344344 344344",
    "Nitrate sensor": "555535 455555 555555",
    "Portable kit": "333323 303030 333333",
    "Ten-year archive": "333223 330330 333333",
    OTHERS: "434334 404340 444344",
}
HARM_1 = {
    "Vibration guard": "545554 334303 232322",
    "Energy metering": "444343 333333 333233",
    "Nitrate sensor": "444444 444344 444344",
    "Portable kit": "333323 434343 222322",
    "Ten-year archive": "222232 202020 333233",
    OTHERS: "434343 303330 333233",
}
HARM_2 = HARM_1 | {
    "Vibration guard": "545554 344334 323322",
    "Energy metering": "444343 343434 343334",
}
WAY_ROUND = {
    "Vibration guard": "212112 003000 444454",
    "Energy metering": "343333 030300 343433",
    "Nitrate sensor": "323323 300300 333323",
    "Portable kit": "444444 404040 444444",
    "Ten-year archive": "333333 000300 444344",
    OTHERS: "333233 030030 343343",
}

SENTENCES = (
    ("Vibration guard", "In March I wrote: in time for your winter stop."),
    ("Nitrate sensor", "In April: with the September delivery at the latest."),
    ("Vibration guard", "On the phone in June I said Christmas, and they laughed and wrote it down."),
    ("Energy metering", "In May: you will see it before your audit."),
    ("Vibration guard", "In February: count on it for the new line."),
    ("Portable kit", "In July: should be with you after the summer."),
    ("Nitrate sensor", "Our page said autumn from January on, and named no year."),
    ("Vibration guard", "In the May newsletter: coming this year, and I had asked nobody in product."),
    ("Energy metering", "At the April fair the sign on the stand said available in November."),
    ("Portable kit", "In June a visitor heard next quarter from one of us, perhaps from me."),
    ("Energy metering", "In August the webinar's last slide had a month on it."),
    ("Nitrate sensor", "In March I translated planned as coming, which is not the same."),
    ("Vibration guard", "In April I told a buyer it is on the list, and saw December in his minutes."),
    ("Ten-year archive", "In June: it is done but for the tests."),
    ("Vibration guard", "In January it had one developer and a date; the date was passed on without the developer."),
    ("Nitrate sensor", "In May: the membrane is the only thing that is open, and it still is."),
    ("Energy metering", "In July I answered not before winter and was quoted with winter."),
    ("Vibration guard", "In May our plan went into an offer with the word confirmed over it."),
)
"""What each person remembers of one promise."""

CLOSING = (
    ("correct_now", 65, "Three of mine wait for the nitrate sensor, and I would rather ring than be rung."),
    ("product_signs", 60, "Two days for a name under the date is less than what the June mail cost me."),
    ("product_signs", 65, "I said Christmas since nobody had told me otherwise; somebody should have to."),
    ("correct_now", 70, "The audit is in their calendar, and our rule will not move it."),
    ("sell_what_runs", 55, "Then give me nothing to promise, and I will sell what stands in the yard."),
    ("product_signs", 60, "My summer was a guess; with a signature it is a date."),
    ("product_signs", 75, "Our page took its autumn from a seller who had it from a page."),
    ("product_signs", 70, "I asked nobody in May, and nobody had to be asked."),
    ("late_by_default", 60, "Add the usual slip; it needs no meeting and no Thursday of anybody."),
    ("product_signs", 65, "At a stand one must be able to say: I will have it signed for you."),
    ("product_signs", 65, "A month on a slide is a promise, so let its owner stand beside it."),
    ("late_by_default", 55, "Four in five features keep that day, and I can print it."),
    ("product_signs", 80, "I give my Thursdays for never reading December in foreign minutes again."),
    ("correct_now", 60, "First the calls; a rule for new dates helps no one who waits for an old one."),
    ("product_signs", 75, "A third of the days were earlier than our own plan, and no one had looked."),
    ("product_signs", 70, "I will sign, and I will also not sign."),
    ("correct_now", 55, "The word winter has to be taken back by Friday by those who were quoted."),
    ("product_signs", 75, "Confirmed is a word with a person behind it, or it is none."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="product_signs",
    statement="From 1 December no date of a feature leaves the house without the name of a product manager under it, "
    "given within two working days; whoever waits for the nitrate sensor is called by Friday.",
    reasons=(
        "Before the evidence three of eighteen bet that the vibration guard is late, afterwards seventeen marked it 4 "
        "or 5. That the nitrate sensor comes late, all but two would bet. What a late vibration guard does is "
        "still seen in two ways: sales mark its harm 4 or 5, product 2 or 3 and point to what the customers use today. "
        "Eleven chose the signature, since days were named that nobody in product had seen; four wanted the calls "
        "first and got those for the sensor. Against it stand two days an offer."
    ),
    owner="Dina Rautio",
    confidence=70,
    figure="promised_early_share",
    expects=0.05,
    objective=2,
    actions=(
        SampleAction(
            "Ring whoever waits for the nitrate sensor, with a day that four in five keep", "Goran Perišić", 5
        ),
        SampleAction(
            "Name the product manager for each open feature, and who stands in on Thursdays", "Dina Rautio", 10
        ),
        SampleAction("Take months off pages, slides and newsletters that have no signature", "Priya Venkatesan", 21),
    ),
    dissents=(
        SampleDissent(
            "rosa",
            "We make a rule for the next promise while the last ones run. Four customers will find out from the "
            "calendar.",
            is_named=True,
        ),
        SampleDissent("elif", "Product is late with its own days; its name under them makes none of them earlier."),
    ),
    chances=(55, 60, 60, 45, 40, 60, 65, 70, 50, 60, 65, 50, 75, 55, 65, 70, 50, 75),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    items = items_of(content)
    rounds = {"1": (LATE_1, HARM_1, WAY_ROUND), "2": (LATE_2, HARM_2, WAY_ROUND)}
    keys = ("late", "harm", "way_round")
    return only(
        content,
        {
            at: marked(items, {key: of_all(items, own) for key, own in zip(keys, marks, strict=True)}, SENTENCES)
            for at, marks in rounds.items()
        },
    )


def of_all(items: Sequence[str], digits: Mapping[str, str]) -> dict[str, str]:
    """Features that the room has no mark of its own for are marked alike."""
    return {item: digits.get(item, digits[OTHERS]) for item in items}
