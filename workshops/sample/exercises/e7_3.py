"""What the sample room answers in 7.3: rules for an account on which seller and partner both work, and the dots.

Planted: agreement that a dated registration of the partner counts; two camps that stay (sales keep large accounts,
product those with a service contract of ours); two people, one from marketing and one from product, who let silence end
a claim (a bold minority), to whom half of the room gives dots; sales give up the rule of size in the dots (a change of
mind), but for two.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, counted, dots, lettered, only, proposals

EXERCISE = "7.3"

# Letter: when, who keeps the account, for how many days, what proves it.
RULES = {
    "P": ("The partner registered it before our first dated entry", "partner", "90", "The stamp of the registration"),
    "D": ("Our seller met the buyer, on a dated invitation, before that", "direct", "90", "The invitation itself"),
    "L": ("The account has more than 1,000 employees", "direct", "365", "Its size in the account record"),
    "V": ("The partner invoiced it within the last 24 months", "partner", "365", "The partner's invoice"),
    "S": ("Whoever registered has written nothing for 30 days", "customer", "30", "The day of the last entry"),
    "K": ("It has a service plan of ours in force", "direct", "until it ends", "The number of the plan"),
    "C": ("The customer names one of us in writing", "customer", "180", "The customer's mail"),
    "B": ("Both offers were out before either side knew", "both", "90", "The dates of both offers"),
}
CELLS = ("condition", "keeps", "days", "proof")

# Up to three rules of each person: sales, marketing, product, in the order of PARTICIPANTS.
PROPOSED = (
    "LDP", "LD", "DPL", "LDB", "LD", "DLP",
    "PVC", "PV", "PDC", "VPB", "PDV", "PSD",
    "KPC", "KPD", "PKC", "SPD", "KP", "KDC",
)  # fmt: skip

# Four dots of each person in the second round.
DOTS = (
    "DDPS", "LLDD", "DPPS", "DPBS", "LLDK", "DDPS",
    "PPDV", "PPVS", "PPDS", "PVVD", "PDSV", "PSSD",
    "KKPD", "PPDS", "KKPS", "PSSD", "KKPP", "KPDD",
)  # fmt: skip

OVERLAPS = (
    "Ours entered on 3 February, the partner's offer on 28 February; the buyer laid both on the table.",
    "I visited in March and wrote it down in May, the partner had registered on 2 April; that one hurt me.",
    "Partner on 6 June, direct on 1 July, and the customer asked for the lower of the two.",
    "Both offers went out in the week of 9 September, nobody knew of the other until the 24th.",
    "We had met them on 12 January; the partner came on 20 March and took 6 % off.",
    "Direct on 4 August, partner on 30 August, with the same logger at two prices.",
    "A lead of our fair on 15 May went to the partner on 22 May and to a seller on 3 June.",
    "Registered on 8 October; our mailing with a lower price reached the same buyer on 19 October.",
    "Partner's first call on 2 March, and ours on 11 April after a form on our page.",
    "The partner had invoiced them on 30 June; we wrote to them as a new customer on 14 July.",
    "Two entries a day apart, 17 and 18 February, and a quarrel until 30 March.",
    "Registered on 5 January and nothing more; our seller asked on 20 April and was told to wait.",
    "A plan of ours ran until 31 December, the partner offered probes there on 10 September.",
    "Partner on 13 May, direct on 27 May; I calculated the same plant twice that week.",
    "I explained the interface to both, on 7 and on 21 November, and neither said for whom.",
    "Reserved on 9 March by a partner who has sent no question since; direct on 2 June.",
    "None seen; I learned today that my two requests of 3 and 16 October were one plant.",
    "Our service man was there on 25 April, the partner on 29 April, both with a price list.",
)

CLOSING = (
    ("first_registered", 65, "It will cost me one account on the first day, and I know which."),
    ("split_by_size", 70, "A plant of three thousand people is not run by a partner with two vans."),
    ("first_registered", 75, "A date I can look up before I drive there."),
    ("pay_both", 55, "When both had worked for it already, pay both once and stop the price duel."),
    ("split_by_size", 65, "Size does not depend on who types faster."),
    ("first_registered", 60, "With the 30 days in it nobody can reserve half a region."),
    ("first_registered", 75, "We can check each fair lead against the register before we hand it on."),
    ("first_registered", 70, "Our partners have asked for one date that counts since the spring meeting."),
    ("first_registered", 65, "It works in both directions, and the swap showed that most of us wanted one."),
    ("arbiter_only", 55, "A partner with an invoice loses against a stamp; let a person look at that."),
    ("first_registered", 65, "First a rule, then a person for what is left."),
    ("first_registered", 75, "The silence of 30 days is what makes the stamp fair."),
    ("split_by_size", 55, "Where we install a spectrometer ourselves we should also keep the account."),
    ("first_registered", 70, "I would calculate each plant once."),
    ("first_registered", 60, "My service plans are few; a named person can take those."),
    ("first_registered", 80, "Entries that only block are struck out by a date and need no argument."),
    ("split_by_size", 60, "Large ones have our technicians inside; the date of a form should not undo that."),
    ("arbiter_only", 60, "There are too few of them for three rules and a register."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="first_registered",
    statement="From 1 February the earlier dated entry keeps a contested account for 90 days, 30 days of silence end "
    "it, and Omar Benjelloun rules on the rest within two working days.",
    reasons=(
        "With the sides swapped on the same page the show of hands turned round. All six from sales and six others "
        "had written a rule for our own dated meeting; fourteen the one for the partner's stamp. Six sellers began "
        "with size; two still gave it dots. Silence that ends a claim was proposed by two people and got dots from "
        "eleven. Product keeps to its service plans: four of six gave them dots to the end. Against it speaks that "
        "entries will be made to block. Eleven of eighteen chose the date."
    ),
    owner="Omar Benjelloun",
    confidence=65,
    figure="overlap_rate",
    expects=0.04,
    objective=1,
    actions=(
        SampleAction("Call every partner with an open contested account, before its next offer", "Omar Benjelloun", 21),
        SampleAction("Print the register by account each Monday and strike out the silent", "Quinn Ashdown", 45),
        SampleAction("Merge daughter companies under their mothers in the account list", "Ada Thomsen", 30),
    ),
    dissents=(
        SampleDissent(
            "goran",
            "I wrote a March visit down in May and lost by the rule. Fine. But a partner who registers forty names on "
            "the first morning will not have visited one of them.",
            is_named=True,
        ),
        SampleDissent("ana", "The one who has invoiced them for two years should not lose to a stamp of last week."),
    ),
    chances=(60, 40, 70, 50, 35, 60, 70, 65, 60, 45, 60, 75, 45, 65, 55, 75, 45, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    votes = counted(DOTS, lambda letter: RULES[letter][:2])
    given = lettered(CELLS, RULES, PROPOSED)
    return only(content, {"1": proposals(given, OVERLAPS), "2": dots(content, "rules", votes)})
