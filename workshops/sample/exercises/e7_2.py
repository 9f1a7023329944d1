"""What the sample room answers in 7.2: who does, answers for, is asked and is told at five steps of an escalation.

Planted: agreement that sales opens it and that sales sets the price range; two camps on the rival's claim that stay
(sales and product: marketing answers for it; marketing: product does); the promise of a product date is first put with
sales by nearly all, and goes to product in the dots (a change of mind); two from product who wrote so from the start (a
bold minority); two from sales who stay with sales.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, counted, dots, items_of, only, proposals

EXERCISE = "7.2"

STEPS = {
    "spot": "Spot the deal and open it",
    "claim": "Answer the rival's claim",
    "price": "Set the price range",
    "date": "Promise a product date",
    "close": "Close it and tell the seller",
}
FUNCTIONS = ("sales", "marketing", "product")

# Letters of sales, marketing and product at the step; one triple per person, in the order of PARTICIPANTS.
ROLES = {
    "spot": "aii aii aic aii aii aii  aii aic aci aii aii aii  aii aii aii aci aii aii",
    "claim": "iac iac rac iac iac ira  cra ira cra ira cra cra  rac iac rac iac iac rac",
    "price": "aic aii aii aic aii aii  aii aii aii aci aii aii  aic aic aii aic cia aii",
    "date": "aic aic aic aic aic aic  aic aia aic aic aic aia  ria aic aic aic ria aic",
    "close": "aii aii aii aii aii aii  iai aii iai aii aai aii  aii aii iia aii iia aii",
}
HOURS = {
    "spot": "8 4 8 8 4 8  16 16 8 16 24 16  8 8 16 8 8 8",
    "claim": "24 16 24 24 16 24  48 48 24 40 48 48  24 24 16 24 32 24",
    "price": "24 16 24 40 8 24  24 ? 24 24 ? 40  48 40 24 48 40 ?",
    "date": "24 8 24 24 8 16  48 40 24 ? 40 24  48 72 48 80 48 72",
    "close": "8 8 4 8 8 8  8 16 8 8 24 8  16 8 16 8 8 16",
}

# Letter of a dot: the step and the triple it goes to; five of each person.
FILLINGS = {
    "s": ("spot", "aii"),
    "k": ("claim", "iac"),
    "w": ("claim", "rac"),
    "v": ("claim", "cra"),
    "p": ("price", "aii"),
    "q": ("price", "aic"),
    "d": ("date", "ria"),
    "o": ("date", "aic"),
    "c": ("close", "aii"),
}
DOTS = (
    "skpdc", "swpoc", "skddc", "skpdc", "swpoc", "skddc",
    "svpdc", "svddc", "svvdc", "spddc", "svpdc", "svvdc",
    "skqdd", "wqdds", "wkqdc", "skqdc", "wddqc", "skqdc",
)  # fmt: skip

STOOD_STILL = (
    "The price range: asked for on 4 May, given on 15 May, one day after their board had met.",
    "The date, from 9 to 24 February; I had already told them March by then.",
    "The rival's claim: I had their sheet on 2 June and ours on 20 June.",
    "Closing: decided on 11 September, and I read it in the system on the 22nd.",
    "The director's table, from 3 to 18 April; a seller could have settled it in an hour.",
    "Opening: I waited from 7 to 14 October, since nobody had said what counts as at risk.",
    "The claim came to us on 12 March without the rival's paper, and that followed on the 26th.",
    "Price: three of us wrote to each other between 2 and 10 July, and nobody had the last word.",
    "The claim, from 16 to 30 January, until product had measured the drift.",
    "The date; I stopped the brochure on 5 May and the plan was confirmed on 28 May.",
    "At the second level, 6 to 21 August, with one sentence missing from us.",
    "The claim on detection limits: asked 1 November, answered by a chemist on the 19th.",
    "The date: sales promised it on 3 June, and I heard of it on 17 June.",
    "The price, from 8 to 20 February, because the cost of the option was not in our table.",
    "Nobody told us how it ended: opened 14 April, lost in May, we built on until 9 June.",
    "The date again; from 5 to 16 September I was asked by four people for the same week.",
    "It lay with the director from 10 to 27 January, and our answer was in it since the 12th.",
    "The claim was ours on 4 July and marketing's on 11 July, and on 15 July the deal was gone.",
)

CLOSING = (
    ("fewer_faster", 70, "Five that are answered beat fourteen that are listed."),
    ("by_seller", 65, "I know on the telephone when it turns; a score learns it from my late entry."),
    ("fewer_faster", 65, "My June sheet would have been at the top of a list of five."),
    ("fewer_faster", 60, "With a sixth waiting, somebody finally has to close one in writing."),
    ("own_the_steps", 60, "First say who may set a price, then count how many come up."),
    ("fewer_faster", 65, "Two working days is a thing I can tell a customer; today I say that I will see."),
    ("fewer_faster", 70, "We have one chemist for claims, and she can do five."),
    ("own_the_steps", 55, "While the claim has two owners a shorter queue only hides it."),
    ("fewer_faster", 60, "The delay sits at one table, so let fewer things reach that table."),
    ("by_score", 60, "Whoever shouts goes up today; a number would let the quiet deals up as well."),
    ("fewer_faster", 65, "One page each Monday with five rows; I would read that."),
    ("own_the_steps", 65, "Seven of us put the claim with product and eleven with marketing, so it is nobody's."),
    ("fewer_faster", 75, "Now that the date is ours I want it asked once, by one person, for five deals."),
    ("fewer_faster", 65, "I can price five options in two days, not twelve."),
    ("fewer_faster", 60, "Closing in writing is what we never had, and here it opens the next place."),
    ("own_the_steps", 60, "A month of trying the sheet on two old deals costs less than a wrong queue."),
    ("fewer_faster", 70, "The long waits are at the director's; a limit on places is a limit on that pile."),
    ("by_score", 55, "Let the score choose and a director refuse, and write down when."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="fewer_faster",
    statement="From 11 January at most five competitive deals are up at once, each is closed in writing within 48 "
    "working hours, and only product promises a product date.",
    reasons=(
        "All eighteen let sales open an escalation, and all but one let sales answer for the price range. Fourteen put "
        "the product date with sales alone; two from product had put it with themselves, and in the dots only two "
        "people still gave it to sales. The waits are at the director's table, where they run to days while other "
        "levels need hours. The rival's claim stays open: marketing gives it to product, the others to marketing; the "
        "owner settles it by 29 January. Eleven of eighteen chose fewer and faster."
    ),
    owner="Hana Sedláčková",
    confidence=65,
    figure="overdue_share",
    expects=0.1,
    objective=2,
    actions=(
        SampleAction("Open today's five, with the hour, on one Monday page", "Hana Sedláčková", 3),
        SampleAction("Name who gives product dates, and a deputy, to every seller", "Dina Rautio", 14),
        SampleAction("Settle with marketing and product who answers for a rival's claim", "Hana Sedláčková", 25),
    ),
    dissents=(
        SampleDissent(
            "goran",
            "The sixth deal is always mine. While it waits outside, the rival is inside, and nobody will have to "
            "explain that loss because it was never opened.",
            is_named=True,
        ),
        SampleDissent("iris", "We limit the queue and leave the claim with two owners. That step lost us July's deal."),
    ),
    chances=(65, 35, 60, 60, 45, 65, 65, 45, 60, 50, 60, 40, 75, 65, 60, 50, 70, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    steps = {key: name for key, name in STEPS.items() if name in items_of(content)}
    given = [[row(key, name, person) for key, name in steps.items()] for person in range(18)]
    votes = counted(DOTS, voted_for)
    return only(content, {"1": proposals(given, STOOD_STILL), "2": dots(content, "raci", votes)})


def row(key: str, name: str, person: int) -> dict[str, str]:
    letters = dict(zip(FUNCTIONS, ROLES[key].split()[person], strict=True))
    return {"item": name, **letters, "hours": HOURS[key].split()[person].replace("?", "cannot tell")}


def voted_for(letter: str) -> tuple[str, ...]:
    key, filling = FILLINGS[letter]
    return (STEPS[key], *filling)
