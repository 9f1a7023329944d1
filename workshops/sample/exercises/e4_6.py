"""What the sample room answers in 4.6: gates for big deals, the size from which they hold, and wins they may delay.

Planted: most first name a discount, and after the evidence give their dots to a long Discovery (a change of mind); two
camps on the budget (sales let nearly nothing be delayed, product a third of the wins) that come nearer; two from
product who name Discovery from the start; and one person who wants no gate and does not move.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import fractions
from workshops.sample.sheets import Payload, counted, dots, lettered, proposals, settings, together

EXERCISE = "4.6"

# Letter: condition, where one sees it, who checks, what opens it.
GATES = {
    "D": ("The discount asked for is above 20 %", "request", "finance", "A reason in one line from the customer"),
    "S": ("It stood in Discovery for more than 30 days", "stage_dates", "operations", "The date of a trial, agreed"),
    "O": ("It is older than 120 days", "stage_dates", "operations", "A new date from the customer"),
    "B": ("Nobody who can sign has been met", "nowhere", "manager", "A minute with the name and day"),
    "T": ("No trial was run within 60 days", "nowhere", "engineer", "The trial's protocol"),
    "H": ("Its seller has changed twice", "owner_log", "manager", "A call of old and new seller together"),
}
CELLS = ("condition", "seen_in", "checked_by", "opens")

# Up to three gates of each person: sales, marketing, product, in the order of PARTICIPANTS.
PROPOSED = (
    "DB", "DBO", "BD", "D", "B", "DOH", "DB", "DBH", "DO", "DB", "BOD", "DH", "DTS", "TDB", "DT", "BTD", "SDT", "TSO",
)  # fmt: skip

# Four dots of each person in the second round.
DOTS = (
    "SSDB", "SSOB", "SSBB", "DDSS", "BBDD", "SSDO", "SSSB", "SSBB", "SSOO", "SSDB", "SSBO", "DDSH",
    "SSST", "SSTT", "SSTD", "SSBT", "SSSS", "SSST",
)  # fmt: skip

SIZE_1 = (10, 10, 5, 15, 5, 10, 20, 25, 20, 25, 20, 25, 30, 40, 30, 25, 40, 30)
SIZE_2 = (20, 20, 15, 20, 5, 20, 25, 25, 25, 25, 25, 25, 25, 30, 25, 25, 30, 25)
BUDGET_1 = (5, 5, 10, 5, 5, 5, 15, 20, 10, 15, 20, 15, 30, 35, 25, 30, 40, 30)
BUDGET_2 = (10, 10, 10, 5, 5, 10, 10, 15, 10, 10, 15, 10, 15, 20, 15, 15, 20, 15)

REASONS = (
    "In the price letter of 3 May they wanted a quarter off; lost on 9 July.",
    "The one from April: nobody with a signature came until 12 June.",
    "From 2 March to 30 April I spoke to an engineer alone.",
    "They asked for 22 % on 5 September and signed elsewhere in November.",
    "Mine would not; the one I lost in autumn looked perfect in August.",
    "Asked for 25 % on 8 February, and quiet from the 20th.",
    "The lead came back twice, on 4 January and 16 May, with a new price each time.",
    "Handed over on 1 June and again on 1 August.",
    "It was half a year old on 7 October when the offer was still being written.",
    "On 11 March they wanted a discount before they had seen the instrument.",
    "No buyer in any minute between 6 April and 19 June.",
    "Two sellers on it, from 3 to 28 February, who did not know of each other.",
    "The trial was wanted on 9 May and run on 2 August.",
    "Nothing had been measured on their sample from 1 to 30 October.",
    "We calculated from 14 January on, and saw their plant on 3 April.",
    "A bench stood idle for it between 7 and 29 November.",
    "Discovery from 3 March to 22 April, lost in July after all our drawings.",
    "Seven weeks of Discovery from 12 May; I said so then.",
)
"""One late loss that each person's gate would have held."""

DELAYS = (
    "My hospital would have gone elsewhere within the week.",
    "At the end of a quarter a week is everything.",
    "One in ten I could explain to a customer.",
    "The framework customer counts our days.",
    "Any stop costs us the next order too.",
    "A week in December is a year.",
    "The fair leads wait anyhow.",
    "Most would not notice.",
    "The ministry would have.",
    "I do not remember one that left for a week.",
    "The two that complained last year signed.",
    "A university waits for its own board longer.",
    "They wait for our drawing three times as long.",
    "Nobody leaves over fifteen minutes.",
    "The pharma customer asked for the delay himself.",
    "A wrong configuration costs more weeks.",
    "One in three, if it ends the drawings for nothing.",
    "The plant in the north would have called.",
)

CLOSING = (
    ("hold_and_ask", 65, "Fifteen minutes I can give, if it is one director and not five."),
    ("hold_and_ask", 60, "With the lot in it nobody can say that we only stop what we dislike."),
    ("less_work", 60, "Let them come, but not with forty pages of drawings."),
    ("mend_the_stage", 65, "If Discovery takes too long, then help us there."),
    ("no_gate", 80, "I lose more to our own forms than to any customer."),
    ("hold_and_ask", 65, "Three of my last four slow ones were lost; that I did not know."),
    ("hold_and_ask", 70, "One list, one rule, one quarter of the deals."),
    ("flag_in_silence", 60, "Half a year of watching costs us nothing that we do not lose already."),
    ("hold_and_ask", 65, "It held on the later deals as well."),
    ("hold_and_ask", 70, "Twenty wins in three years, held for a week each."),
    ("mend_the_stage", 55, "The gate stands two months too late."),
    ("hold_and_ask", 60, "My gate on price came third; so be it."),
    ("hold_and_ask", 75, "The desk gets back the weeks that go into lost drawings."),
    ("hold_and_ask", 70, "It is a date and no opinion."),
    ("less_work", 65, "What is dear is our work, so ration that."),
    ("hold_and_ask", 70, "I will sit on the first ten hearings."),
    ("hold_and_ask", 80, "I have said it since spring."),
    ("hold_and_ask", 75, "Eight of ten, and a rule that fits on a card."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="hold_and_ask",
    statement="From 7 December a big deal that the gate “{named}” flags is heard by one director before late work "
    "begins; one in five passes by lot.",
    reasons=(
        "Of the big deals flagged by “{named}” far more than half were lost late, on the later deals as on the earlier "
        "ones, and the wins it would have held stay within a tenth. A discount, which most had named first, flags few "
        "and hardly tells. Twelve of eighteen chose to hear flagged deals; we expect a little less than the past shows."
    ),
    owner="Hana Sedláčková",
    confidence=70,
    figure="precision",
    factor=1.0,
    shift=-0.1,
    objective=1,
    actions=(
        SampleAction("Put the list of flagged deals on the director's Monday page", "Dina Rautio", 12),
        SampleAction("Draw the lot each Monday, and keep who passed in a closed list", "Quinn Ashdown", 14),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "A slow customer is slow, and some of my best were. The gate teaches us to move the stage on a day early.",
            is_named=True,
        ),
        SampleDissent("rosa", "We hold the deal for what went wrong two months before. Mend that."),
    ),
    chances=(65, 60, 50, 45, 30, 65, 65, 55, 60, 70, 50, 60, 70, 65, 60, 70, 80, 75),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    votes = counted(DOTS, lambda letter: GATES[letter][0])
    gates = {"1": proposals(lettered(CELLS, GATES, PROPOSED), REASONS), "2": dots(content, "gates", votes)}
    limits = {"1": set_at(SIZE_1, BUDGET_1, DELAYS), "2": set_at(SIZE_2, BUDGET_2)}
    return together(content, {"gates": gates, "limits": limits})


def set_at(sizes: Sequence[int], budgets: Sequence[int], reasons: Sequence[str] = ()) -> list[Payload]:
    return settings(fractions({"size": sizes, "budget": budgets}), reasons)
