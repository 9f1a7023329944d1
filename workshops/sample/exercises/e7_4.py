"""What the sample room answers in 7.4: step, field, owner, day and stop of five rules, and the dots on the fillings.

Planted: agreement that export control stops the order and is answered for by operations; two camps on data protection
that stay (sales: marketing answers; marketing: operations); most believe that counsel answers for product security, and
after the evidence operations do (a change of mind); two from product who wrote operations and a stop on the offer from
the start (a bold minority); two sellers who stay with counsel.

Seven rules are filled in, of which a room is asked five.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, counted, dots, items_of, only, proposals

EXERCISE = "7.4"

# Letter: rule, step, owner, stop; then the field that proves it and the day.
FILLINGS = {
    "m": ("Data protection", "first_contact", "marketing", "mail", "consent = yes", "today"),
    "o": ("Data protection", "first_contact", "operations", "mail", "consent = yes, with a day", "today"),
    "s": ("Data protection", "first_contact", "sales", "nothing", "", "today"),
    "e": ("Export control", "offer", "operations", "order_waits", "region, and product not blank", "today"),
    "l": ("Export control", "offer", "legal", "order_waits", "none", "today"),
    "n": ("Product security disclosure", "offer", "nobody", "nothing", "", "cannot tell"),
    "L": ("Product security disclosure", "signature", "legal", "nothing", "none", "cannot tell"),
    "O": (
        "Product security disclosure",
        "offer",
        "operations",
        "offer_waits",
        "product, with its sheet",
        "1 March 2027",
    ),
    "g": ("Gift register", "meeting", "sales", "nothing", "", "today"),
    "N": ("Gift register", "meeting", "nobody", "nothing", "", "cannot tell"),
    "G": ("Gift register", "meeting", "operations", "nothing", "none", "1 February 2027"),
    "f": ("Fair competition", "offer", "legal", "nothing", "competitor", "today"),
    "F": ("Fair competition", "offer", "sales", "offer_waits", "competitor, and where we know it from", "today"),
    "a": ("Accessible documents", "offer", "legal", "nothing", "none", "today"),
    "A": ("Accessible documents", "offer", "sales", "offer_waits", "none", "1 April 2027"),
    "b": ("Battery passport", "after_sale", "nobody", "nothing", "", "18 February 2027"),
    "B": ("Battery passport", "signature", "operations", "order_waits", "product", "18 February 2027"),
}
CELLS = ("step", "owner", "stop", "field", "due")

# A filling of each rule that may be asked: sales, marketing, product, in the order of PARTICIPANTS.
REGISTERS = (
    "meLgfab", "meLgfab", "menGFAB", "seLgfab", "meLgfab", "meLNFAb",
    "oeLNfab", "olngfAb", "seLgfab", "oeLNFaB", "mlngfab", "oeLgfAb",
    "menNfab", "oeLNFaB", "olOgfAB", "menNfab", "oenNfab", "meOGFAB",
)  # fmt: skip

# Dots of each person in the second round: three for the first three rules, one for each of the others, if it was asked.
DOTS = (
    "mOeGFAB", "mLegfab", "mOOGFAB", "mOeGfAB", "mmLgfaB", "mOOGFAB",
    "oOeGFAB", "oOOGFaB", "oOeGFAB", "oOeGFaB", "ooOGFAB", "oOeGFAB",
    "OOoGFAB", "oOeGFaB", "OOeGFAB", "mOOGFAB", "oOeGfaB", "OOoGFAB",
)  # fmt: skip

EMPTY = (
    "The day on which a contact said yes; in April a hospital asked me for it.",
    "Whom I ask when a country is on no list; in June I asked three people about probes for a free port.",
    "Who answers for the security sheet: in May a tender had a page on it and I left the page white.",
    "What stops when there is no consent; nothing did in March.",
    "None that ever mattered to me; I filled them all from what I was told in January.",
    "A field for who uses the analyser in the end; in September an order sat at the harbour for a week.",
    "The wording of the yes; in February an old list was mailed and three people complained.",
    "Product security: in July a buyer of drives wanted our contact for weak points, and I sent a brochure.",
    "The stop for a fair list; in December a contact of ours had said no and was mailed twice.",
    "Who strikes an objection out of all lists; it took until the third mail in October.",
    "The day for product security; a water board asked in August from when our sheet holds.",
    "A proof for calls from the telephone campaign in May.",
    "Product security has no owner in my register; in April two tenders asked the same question and got two answers.",
    "Which version of the logger the sheet is for; a plant returned it in June.",
    "Which field says that a product can be reached from outside; a utility asked me in November.",
    "Who answers when a weak point is reported; a researcher's mail of March was passed on five times.",
    "The due day, since none of my colleagues knew that the rule had begun in spring.",
    "From which order on the sheet must be there; loggers went out without one in September.",
)

CLOSING = (
    ("owner_by_rule", 65, "Tell me one name for the sheet, and I will not send a white page again."),
    ("course_first", 60, "Half of my colleagues could not say what a gift is; teach that before you name an owner."),
    ("owner_by_rule", 75, "Two rules bind us today and nobody is behind them; begin there."),
    ("ask_again", 60, "I can ask for the yes at the end of any visit, it is one sentence."),
    ("ask_again", 55, "Twelve minutes I can give; a list from which my deals vanish I cannot."),
    (
        "owner_by_rule",
        70,
        "A name and half a day a week, for a quarter, is a small price for that week at the harbour.",
    ),
    ("owner_by_rule", 65, "One name for consent, and I will fight over whose it is next week."),
    ("owner_by_rule", 70, "The buyer of drives asked for a person; a department cannot answer a telephone."),
    ("stop_on_the_day", 60, "What is not proven leaves the mailing, or we are back here after the next complaint."),
    ("owner_by_rule", 65, "An objection that must travel through four lists needs one who travels with it."),
    ("ask_again", 60, "The proof is cheap to get while a seller is sitting there anyway."),
    ("owner_by_rule", 60, "Each of our rules touches about one step, so owners by step would change little."),
    ("owner_by_rule", 80, "The question of both tenders will have one answer."),
    ("owner_by_rule", 70, "Version, sheet and date belong in one pair of hands."),
    ("owner_by_rule", 65, "Two empty names are a thing we can finish before spring."),
    ("stop_on_the_day", 65, "A tender without the sheet should wait; then the owner appears by himself."),
    ("course_first", 55, "One team is behind with its papers, and no register will read them for it."),
    ("owner_by_rule", 75, "I wrote a name in that box in the first round and was one of two."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="owner_by_rule",
    statement="By 1 February each rule that binds us today has one named person, and from 1 March an "
    "offer with a logger or the cloud in it waits for its security sheet.",
    reasons=(
        "Two rules that bind us already have nobody behind them. Six of eighteen had written so of product "
        "security; ten had put it with counsel, and counsel said that this was never agreed. In the dots sixteen "
        "gave to operations and a stop on the offer, which two from product had proposed. On data protection sales "
        "stay with marketing and marketing with operations; counsel settles that by 15 January. Against it speaks "
        "that an owner cannot order a team about. Eleven chose owners by rule."
    ),
    owner="Ada Thomsen",
    confidence=70,
    figure="unowned_rules",
    expects=0.0,
    objective=1,
    actions=(
        SampleAction("Name the owner of product security and the deputy", "Ada Thomsen", 14),
        SampleAction("One security sheet per product, with version and day", "Lena Wennemann", 60),
        SampleAction("A field for gifts at the meeting, with the limit beside it", "Quinn Ashdown", 45),
    ),
    dissents=(
        SampleDissent(
            "kofi",
            "A name without a stop is a name. The offer should wait from tomorrow and not from March.",
            is_named=True,
        ),
        SampleDissent(
            "goran", "We name two owners for people who have not read the paper. Send us to the course first."
        ),
    ),
    chances=(65, 45, 75, 60, 50, 65, 60, 70, 55, 65, 60, 60, 80, 70, 65, 50, 45, 75),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    asked = [letter for letter, filling in FILLINGS.items() if filling[0] in items_of(content)]
    own = [[letter for letter in letters if letter in asked] for letters in REGISTERS]
    dotted = [[letter for letter in letters if letter in asked] for letters in DOTS]
    votes = counted(dotted, lambda letter: FILLINGS[letter][:4])
    given = [[row(letter) for letter in letters] for letters in own]
    return only(content, {"1": proposals(given, EMPTY), "2": dots(content, "register", votes)})


def row(letter: str) -> dict[str, str]:
    item, step, owner, stop, field, due = FILLINGS[letter]
    return {"item": item} | dict(zip(CELLS, (step, owner, stop, field, due), strict=True))
