"""What the sample room answers in 3.3: weights of four properties, and marks of each market on them, 1 to 5.

Planted: agreement that base chemicals are what home looks like and that food processing costs most to enter; two camps
over the weights that stay (sales: access, product: cheap entry; marketing begins with demand and comes nearer); two
people, one who sells and one who builds, give municipal water four and five for likeness and access from the start (a
bold minority), and most follow after the evidence (a change of mind); a few have never stood in a waterworks and cannot
tell; two who would fill home first keep every mark and weight.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.marks import by_criterion, marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import kept, told_anew
from workshops.sample.shares import compared
from workshops.sample.sheets import Payload, items_of, together

EXERCISE = "3.3"
ABSTAIN = "cannot_tell"

# How much each property weighs in each person's mind; sales, marketing, product, in the order of PARTICIPANTS.
WEIGHTS_1 = {
    "likeness": (3, 2, 3, 3, 2, 4, 2, 2, 3, 2, 3, 2, 3, 3, 4, 3, 3, 3),
    "access": (6, 6, 5, 7, 6, 6, 2, 1, 3, 2, 3, 2, 2, 2, 1, 3, 2, 2),
    "demand": (2, 3, 2, 1, 2, 2, 7, 8, 6, 7, 5, 7, 2, 3, 2, 2, 1, 2),
    "entry_cost": (1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 6, 6, 5, 5, 7, 6),
}
WEIGHTS_2 = {
    "likeness": (4, 3, 4, 3, 3, 4, 3, 2, 4, 3, 4, 3, 4, 3, 4, 4, 4, 3),
    "access": (6, 6, 5, 7, 6, 6, 3, 2, 4, 3, 5, 3, 3, 3, 2, 4, 3, 3),
    "demand": (2, 2, 2, 1, 2, 2, 5, 7, 4, 5, 3, 4, 2, 3, 2, 2, 1, 2),
    "entry_cost": (1, 1, 1, 2, 1, 1, 1, 1, 1, 2, 2, 1, 5, 5, 5, 5, 6, 5),
}
ENTERED = (
    "Breweries, five years ago: one brewer let himself be named, and eleven doors opened.",
    "Shipyards, where nobody knew us, and where after three years nobody did.",
    "Paper, through a works chemist who had moved there from a customer.",
    "Waterworks in my own district; the first said yes because its neighbour had.",
    "Car paint: we had no name to give, and were asked for three.",
    "Vaccines; I had one customer who sat in two of their committees.",
    "Bakeries, many of them and all deciding at once: we sold thirty loggers in a spring.",
    "Greenhouses. Four hundred bought something that year, and a few of them from us.",
    "Dairies grew for three years, and whoever stood there sold.",
    "Cannot tell of one that went well; mining had four buyers in reach, and that settled it.",
    "Sugar: large enough, but its people buy through an agency that we had never heard of.",
    "Pharmacies, since so many of them had to log their fridges in one year.",
    "Airports; fourteen months for a permit, and then the terminal was finished.",
    "Gas: we built a housing against explosions before anybody had asked for an offer.",
    "Ship engines, where the test alone cost more than the two instruments we sold.",
    "Bottlers, for whom nothing had to be changed but the thread.",
    "Blood banks: a certificate, a hire, a room, and the director left.",
    "Textile mills took the probe as it was; that is why we are still there.",
)
"""A market once entered, and the property that settled how it went."""

# Marks on likeness, access, demand and cost of entry; 0 for "cannot tell".
MARKS_1 = {
    "Base chemicals": ("555555 545455 555555", "554555 544445 455545", "343433 334333 333333", "111111 112111 111111"),
    "Specialty chemicals": (
        "444344 443444 444434", "434343 333323 333433", "233233 333333 233323", "222122 222222 233232",
    ),
    "Food processing": ("323223 433343 222322", "232322 334333 222232", "444444 555455 444444", "444544 444444 555455"),
    "Beverages": ("323233 333333 323232", "323232 343333 222322", "344334 444344 333343", "343433 333333 444343"),
    "Municipal water": ("223224 222223 322422", "222325 222222 202522", "333334 333233 303333", "323322 323323 303233"),
    "Industrial water": (
        "333233 332333 333333", "222322 232222 202202", "333332 333233 303303", "222322 223222 202202",
    ),
    "Machinery": ("322332 333233 232323", "222322 322232 222322", "333233 343333 333233", "333333 333343 344334"),
    "Automotive supply": (
        "223222 232322 322232", "222222 223222 222322", "343333 344334 333343", "343333 344334 434443",
    ),
    "Biotechnology": ("222222 343333 222222", "121212 232323 101201", "444444 444544 404404", "444444 334444 505505"),
}  # fmt: skip
MARKS_2 = MARKS_1 | {
    "Food processing": ("222222 333333 222222", "222222 323323 222222", "444344 444444 344344", "444544 444444 555455"),
    "Municipal water": ("434324 344343 343444", "444345 343444 404534", "344334 343343 304434", "223222 323222 302223"),
    "Industrial water": (
        "333333 333333 333333",
        "222322 232323 202302",
        "333332 333233 303303",
        "222322 223222 202202",
    ),
}
CRITERIA = ("likeness", "access", "demand", "entry_cost")

# One bid of each person in a market that is not home: what was asked there that nobody asks at home.
BIDS_1 = (
    ("Beverages", "Whether the meter survives being washed with lye at eighty degrees each night."),
    ("Food processing", "They wanted the smoothness of a weld on paper; I had no such paper."),
    ("Specialty chemicals", "Nothing that was new, but three languages on one label."),
    ("Industrial water", "Who comes at two in the morning when the cooling stops."),
    ("Beverages", "That the cap should be blue, since theirs are."),
    ("Municipal water", "For a reading that the council can put on its page; our cloud does that today."),
    ("Food processing", "If our grease may touch bread."),
    ("Food processing", "A hygiene officer asked for our certificate before her name was out."),
    ("Biotechnology", "How many particles leave our housing in an hour."),
    ("Beverages", "A rent by the bottle, that is, no price at all."),
    ("Industrial water", "For a guarantee on the river, more or less."),
    ("Municipal water", "They asked for a tender number, and I had none to give."),
    ("Food processing", "That no part may be of glass; our probe is mostly glass."),
    ("Beverages", "A thread of a kind that I had to look up."),
    ("Biotechnology", "A list of each change of software in five years, signed."),
    (
        "Municipal water",
        "Only whether it runs on their old bus, and it does; the rest was home with other letterheads.",
    ),
    ("Food processing", "They wanted an audit of our plant, by two people, for two days."),
    ("Specialty chemicals", "A coating for one acid, and forty pages about that acid."),
)
BIDS_2 = {
    "hana": (
        "Municipal water",
        "Two of my neighbours' works asked what a chemical plant asks: drift, spare parts, by when.",
    ),
    "chidi": ("Municipal water", "A works manager wanted to telephone a plant that has our probe; I gave him three."),
    "omar": ("Municipal water", "Only the paper differs: their question comes as form 12 and means the same."),
    "elif": ("Municipal water", "Whether a neighbouring works has it, and eleven of them do."),
    "iris": ("Municipal water", "The number of the tender again, but this time I knew in which gazette it stands."),
    "lena": ("Municipal water", "A stand-in device within a week, which our resin makers ask too."),
    "mara": ("Municipal water", "That the reading goes on when the line is cut; the logger has done so for years."),
}
"""What those tell who moved most, from another bid."""

UNMOVED = ("goran", "farah")
"""Who answers the second time as the first."""

CLOSING = (
    ("enter_one", 65, "The managers of the works know each other; three names there are worth thirty calls."),
    ("fill_home", 60, "My chemical plants lack half of what we make, and they pick up when I ring."),
    ("enter_one", 65, "I gave out three references in one afternoon; that is access."),
    ("forty_bids", 60, "Bids are cheap here; forty tell us more than a seller with a title."),
    ("forty_bids", 60, "I lost two tenders to a form, and would like to know how many more before it is a plan."),
    ("enter_one", 85, "I have sold to eleven of them beside my work; give me the days and I do it properly."),
    ("enter_one", 60, "One market, one page of prices, one brochure: that I can finish by March."),
    ("enter_one", 55, "Food is four times as large, and I have stopped saying it."),
    ("enter_one", 70, "They publish what they buy and when; no other market is so easy to read."),
    ("forty_bids", 55, "Our good rate is with works that called us; those we call may be colder."),
    (
        "enter_one",
        65,
        "Demand weighed most with me at first and access does now, because nobody could name a buyer in food.",
    ),
    ("behind_a_partner", 60, "The tenders go through two engineering offices; let one of them take us along."),
    ("enter_one", 65, "Nothing has to be certified that is not certified already."),
    ("enter_one", 60, "It runs on their old bus, so it costs us no engineer."),
    ("fill_home", 55, "A seller who leaves home for 180 days is missed in the first week."),
    ("enter_one", 80, "I wrote five for access when most had two; the names were in our own list."),
    ("enter_one", 70, "The same device, the same questions, and a buyer who is still there in ten years."),
    ("forty_bids", 65, "At forty we read the tripwire anyway, so begin with the forty."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="enter_one",
    statement="From January one seller works 180 days a year in municipal water and has forty bids decided there by "
    "autumn; 100 of the days come from food processing, where we bid only on request, and 80 from home.",
    reasons=(
        "At first two of eighteen gave municipal water more than three for access; after the evidence eleven do. Food "
        "processing led on demand, but everybody gives it four or five for the cost of entry. Sales still weigh access "
        "most and product cheap entry, and municipal water stands well on both. Against it speaks that the works we "
        "have won had called us, and those that we call may be colder. Eleven of eighteen would enter, four would make "
        "the forty bids without naming a seller."
    ),
    owner="陈博",
    confidence=65,
    figure="cross_sell_rate",
    named="Municipal water",
    expects=0.3,
    objective=1,
    actions=(
        SampleAction("Tell the customers at home who lose days for it, by telephone", "Hana Sedláčková", 20),
        SampleAction("Write the price page and a list of works that let themselves be named", "Priya Venkatesan", 45),
        SampleAction("List the tenders of the next twelve months, by gazette and date", "Elif Aydemir", 30),
    ),
    dissents=(
        SampleDissent(
            "goran",
            "Home buys more from us each year without a new title for anybody. We leave people who pick up for people "
            "who publish.",
            is_named=True,
        ),
        SampleDissent("iris", "We have not met the two offices that write the tenders. Without them we bid on paper."),
    ),
    chances=(60, 40, 60, 50, 45, 80, 60, 50, 65, 45, 60, 40, 60, 65, 40, 75, 65, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    """Markets that the room does not know are left blank."""
    items = items_of(content, "markets")
    bids = (BIDS_1, told_anew(BIDS_1, BIDS_2))
    weights = [compared(content, "what_counts", each, ENTERED) for each in (WEIGHTS_1, WEIGHTS_2)]
    marks = [
        marked(items, by_criterion({item: dict(zip(CRITERIA, own, strict=True)) for item, own in given.items()}), told)
        for given, told in zip((MARKS_1, MARKS_2), bids, strict=True)
    ]
    return together(
        content,
        {
            key: {"1": first, "2": kept(first, then, UNMOVED)}
            for key, (first, then) in {"what_counts": weights, "markets": marks}.items()
        },
    )
