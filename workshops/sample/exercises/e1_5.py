"""What the sample room answers in 1.5: the day on which six cases count, dots on the rules, a seller's pay date.

Planted: agreement that a framework contract counts as called and a credit note is a minus; two camps on the order that
may be cancelled (sales count it when signed, product not yet) that stay; four who count only twelve months of a year
paid ahead (a bold minority), as most do in the end; of eight who first let attainment follow the invoice or the
accounts three go over to the signature (a change of mind), one goes the other way, one stays with the cash.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import told_anew
from workshops.sample.sheets import Payload, choices, counted, dots, named, proposals, together

EXERCISE = "1.5"

CASES = {
    "O": "Order signed with no delivery date",
    "U": "Order the customer may cancel for 60 days",
    "F": "Framework contract with call-offs over three years",
    "A": "Delivered but not yet accepted",
    "Y": "Service paid a year ahead",
    "N": "Credit note on last quarter's order",
}
CELLS = ("counts_on", "how_much", "proof", "undone")

# Case and rule: counts on, how much, the paper, what undoes it.
RULES = {
    "O1": ("signed", "whole", "The order with both signatures", "A cancellation, in the quarter it comes"),
    "O2": ("invoiced", "whole", "The invoice number", "A credit note"),
    "O3": ("not_yet", "whole", "A confirmed delivery date", ""),
    "U1": ("signed", "whole", "The signed order", "The letter of cancellation, in its own quarter"),
    "U2": ("not_yet", "whole", "The day after the sixtieth, with no letter in", ""),
    "U3": ("invoiced", "whole", "The first invoice", "Their letter before day 60"),
    "F1": ("signed", "as_called", "Each call-off order", "A call-off withdrawn in writing"),
    "F2": ("signed", "first_year", "The contract's schedule of quantities", "A year with fewer calls than written"),
    "F3": ("invoiced", "as_called", "The invoice of each delivery", ""),
    "A1": ("recognised", "whole", "The acceptance slip", "A refusal of acceptance"),
    "A2": ("signed", "whole", "The order, since the delivery adds nothing to it", "Goods sent back"),
    "A3": ("invoiced", "whole", "The delivery note and the invoice", "Goods sent back, in that quarter"),
    "Y1": ("signed", "first_year", "The contract and the payment advice", "Notice within the year"),
    "Y2": ("signed", "whole", "The order form", "Notice"),
    "Y3": ("recognised", "as_called", "The monthly entry in the ledger", ""),
    "N1": ("signed", "negative", "The credit note, by its date", "Nothing; it stands"),
    "N2": ("invoiced", "negative", "The credit note's number", ""),
    "N3": ("not_yet", "negative", "Nothing: the quarter is closed", ""),
}
ORDER = "OUFAYN"

# Of each person the rule of O, U, F, A, Y, N: sales, marketing, product, in the order of PARTICIPANTS.
PROPOSED = (
    "111221", "111223", "112211", "111121", "112221", "111213",
    "123121", "111321", "221111", "121321", "223131", "131321",
    "221121", "223132", "121131", "321111", "221132", "221321",
)  # fmt: skip

# Four dots of each person in the second round.
DOTS = (
    "O1 U1 F1 Y1", "O1 U1 F1 F1", "U1 F1 Y1 N1", "O1 U1 Y1 N1", "O1 U1 U1 A2", "U1 F1 Y1 N1",
    "O1 U2 A1 Y1", "U1 F1 A3 N1", "O1 U2 Y1 Y1", "U2 F1 A1 N1", "O2 U2 A1 Y3", "O1 F1 Y1 N1",
    "U2 U2 F1 Y1", "U2 A1 Y1 N1", "O1 U2 F1 A1", "U2 F1 Y1 N1", "U2 A1 A1 Y3", "O1 U2 A1 Y1",
)  # fmt: skip

COST_US = (
    "The order without a date: €80 k signed in June, praised, and shipped in February.",
    "Delivered and not accepted: €45 k of mine waited from October to March for one signature.",
    "The framework: three years written into one quarter, 190 k, and a third was called.",
    "The credit note of May took €22 k from a quarter I had been paid for.",
    "The one with 60 days; in September we talked of €60 k as if it were lost, and it was not.",
    "Acceptance: two analysers, €58 k, signed in November and counted in April.",
    "The year paid ahead: a campaign was called a failure in March and had brought €36 k of cloud.",
    "The framework contract of last autumn; our page showed 120 k more than finance's.",
    "Two cloud years of €24 k each, which stood in one month of sales and in twelve of finance.",
    "The cancelled order of July: we had printed it as a success, at €33 k.",
    "The order with no date; 80 k of it is in my chart for June and in nobody's ledger.",
    "A credit note of €15 k in August, for a fair package that had long been reported.",
    "Sixty days: we built for €41 k in spring, and the letter came on day 50.",
    "Delivered in December, accepted in March: €52 k for which the bench stayed reserved.",
    "The framework; we bought housings in May for calls worth €70 k that never came.",
    "The 60 days again; in October three probes of a cancelled order were on the shelf, €14 k.",
    "Acceptance of €95 k hung from June to September on one certificate of ours.",
    "The service year, €18 k in January, for work that we do until December.",
)

PAY = {"S": "on_signature", "I": "on_invoice", "R": "on_recognition", "C": "on_cash"}
PAY_1 = "SSSSSS IISISS IRIRCI"
PAY_2 = "SSSSSI ISSISS ISSRCI"
PAY_SURE_1 = (85, 80, 75, 70, 90, 65, 55, 60, 60, 65, 70, 55, 60, 65, 55, 60, 70, 65)
PAY_SURE_2 = (80, 80, 75, 75, 85, 60, 60, 60, 65, 65, 70, 60, 65, 55, 60, 65, 75, 60)
MOVED_BY = (
    "My June order with no date: not by a day.",
    "The analyser for the hospital, back from March to October, 150 days.",
    "A call-off that I had written up a year too early; later by 300 days.",
    "None; I would have lost the May order 40 days later, which is no help.",
    "A cloud year, earlier by 30 days, as the invoice went to the wrong address.",
    "Two analysers, from April to November, 140 days.",
    "The March cloud order, later by the 21 days until its invoice.",
    "Last autumn's framework, by a quarter for each call.",
    "The two cloud years: both by 12 days, to their signatures.",
    "The cancelled July order, 35 days, and then it would never have counted.",
    "The undated order of June; under my rule it stays in June.",
    "The fair package, earlier by 19 days.",
    "The spring order of €41 k, later by 60 days, and gone in time.",
    "The December delivery, by the 85 days to its acceptance.",
    "Housings for the framework, each call by some 90 days.",
    "A probe order cancelled in October; 50 days later it had not existed.",
    "The one with the certificate: 110 days to the money, as my rule says.",
    "January's service, by 10 days to its invoice.",
)
MOVED_AFTER = {
    "bo": "The analysers, to the invoice of 12 December: 30 days, and no talk of acceptance.",
    "omar": "The autumn framework, to the day of each call; no seller can hurry an invoice there.",
    "emre": "The December delivery, back by 120 days: the seller did not choose the day of acceptance.",
    "farah": "The housings' order: to its signature, 25 days, as the call-off is signed too.",
}
"""Of who lets attainment follow another day in the second round."""

CLOSING = (
    ("two_with_a_bridge", 70, "I am paid by what I sign, and one page tells me what became of it."),
    ("two_with_a_bridge", 75, "Both figures are right, so let somebody write down the way from one to the other."),
    ("signed_and_taken_back", 60, "My framework should have been taken back long before somebody noticed."),
    ("two_with_a_bridge", 65, "Twenty minutes at the start of each review would be free for customers."),
    ("signed_for_all", 65, "A signed order is an order; the rest is finance's calendar."),
    ("two_with_a_bridge", 65, "With the acceptance slips on the bridge someone will ask for them."),
    ("two_with_a_bridge", 60, "Campaigns are judged by orders, budgets by the ledger, and I need both."),
    ("two_with_a_bridge", 70, "The difference of last autumn was one contract, which a bridge shows in one line."),
    ("two_with_a_bridge", 65, "Two days of finance are less than our mails about it in a quarter."),
    ("invoiced_for_all", 55, "An invoice has a number; a signature has a story."),
    ("signed_and_taken_back", 60, "We printed a success that was cancelled; taking back would have taught us."),
    ("two_with_a_bridge", 60, "Nobody has to change a system for it by January."),
    ("two_with_a_bridge", 65, "On the bridge I can see what we build for and may lose within sixty days."),
    ("two_with_a_bridge", 70, "A page that must balance and is signed by both will be read."),
    ("signed_and_taken_back", 55, "What is not called within half a year should leave the plan."),
    ("two_with_a_bridge", 60, "The cancelled ones become a line of their own, with us informed."),
    ("invoiced_for_all", 65, "Before an invoice it is hope, whoever has signed."),
    ("two_with_a_bridge", 65, "Twelve entries of a service year fit on a bridge and in no single figure."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="two_with_a_bridge",
    statement="From the first quarter of 2027 orders steer sellers and recognised revenue the company; by the tenth "
    "working day of a quarter one bridge, signed by both, explains the gap to within two percent.",
    reasons=(
        "Each of the six cases came back with three rules. Thirteen count a framework as it is called, fourteen a "
        "credit note as a minus on its own date. The order that may be cancelled divides us: all six of sales count it "
        "when signed, ten of the others not before the sixty days are over, and the dots, 8 to 11, settled nothing. "
        "Four would count twelve months of a service paid ahead; after the talk that rule had most dots. No single day "
        "serves both the seller's work and the ledger, so twelve want both, and a page between them. Against it "
        "speaks the work: two days of finance a quarter."
    ),
    owner="Ada Thomsen",
    confidence=65,
    figure="function_gap",
    expects=0.02,
    objective=2,
    actions=(
        SampleAction("Build the first bridge for the last closed quarter, order by order for the ten largest",
                     "Ada Thomsen", 30),
        SampleAction("Write the six rules with their papers on one page and have finance sign it", "Goran Perišić", 14),
        SampleAction("Name who asks for an acceptance slip on the day of delivery", "Kofi Mensah-Adu", 21),
    ),
    dissents=(
        SampleDissent(
            "lena",
            "Two figures is what we have had, and the quarrel with it. Before an invoice has left nobody owes us "
            "anything.",
            is_named=True,
        ),
        SampleDissent("jonas", "The bridge will be built by finance and read as a list of my mistakes."),
    ),
    chances=(65, 70, 55, 60, 45, 60, 60, 65, 60, 45, 50, 65, 65, 70, 50, 60, 35, 60),
    decided_by="consent",
)  # fmt: skip


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    given = [[row(case, rule) for case, rule in zip(ORDER, rules, strict=True)] for rules in PROPOSED]
    votes = counted([letters.split() for letters in DOTS], lambda rule: (CASES[rule[0]], *RULES[rule][:2]))
    rules = {"1": proposals(given, COST_US), "2": dots(content, "rule_per_case", votes)}
    pay = {
        "1": choices(named(PAY, PAY_1), PAY_SURE_1, MOVED_BY),
        "2": choices(named(PAY, PAY_2), PAY_SURE_2, told_anew(MOVED_BY, MOVED_AFTER)),
    }
    return together(content, {"rule_per_case": rules, "pay_date": pay})


def row(case: str, rule: str) -> dict[str, str]:
    cells = dict(zip(CELLS, RULES[case + rule], strict=True))
    return {"item": CASES[case]} | {key: told for key, told in cells.items() if told}
