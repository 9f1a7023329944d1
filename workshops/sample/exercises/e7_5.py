"""What the sample room answers in 7.5: loss, one head and bench of each critical desk; three rows of a register.

Planted: agreement that little is lost in a quarter without the lead of service contracts or of forecasting; two camps
that stay, on solution engineering (product: an order goes; sales: things are late) and on the key account lead (the
other way round); the head of pricing is thought well backed at first, and hardly after the cards were turned (a change
of mind); one from marketing and one from product who marked that desk so from the start, and wrote it first (a bold
minority); one seller who does not move.

All twelve roles of the company are marked, of which a room is asked seven.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.marks import by_criterion, marked
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, counted, dots, items_of, lettered, proposals, together

EXERCISE = "7.5"
ABSTAIN = "cannot_tell"

PRICING = "Head of pricing"
DESIGN = "Solution engineering lead"
DIRECTOR = "Sales director"
OPERATIONS = "Head of sales operations"
ACCOUNT = "Key account lead, Life sciences"
SERVICE = "Service contracts lead"
PARTNERS = "Partner manager"
FORECAST = "Forecasting lead"
MARKETING = "Head of marketing"
ASIA = "Regional lead, Asia Pacific"
DACH = "Regional lead, DACH"
TENDERS = "Tender desk lead"

# Sales, marketing, product; one digit per person, in the order of PARTICIPANTS, 0 for "cannot tell".
MARKS_1 = {
    PRICING: {"loss": "333432 333324 343434", "one_head": "333233 332335 333533", "bench": "434344 443441 434143"},
    DESIGN: {"loss": "323422 333233 555455", "one_head": "332323 323333 454454", "bench": "334333 033343 121121"},
    DIRECTOR: {"loss": "555455 444344 333233", "one_head": "444344 333333 222322", "bench": "233242 344434 404444"},
    OPERATIONS: {"loss": "223223 222322 222122", "one_head": "333343 444344 330333", "bench": "333233 243332 333330"},
    ACCOUNT: {"loss": "555545 433434 222322", "one_head": "454454 343343 323223", "bench": "222122 223222 220203"},
    SERVICE: {"loss": "122112 111211 212112", "one_head": "222222 222122 222322", "bench": "344434 333333 434444"},
    PARTNERS: {"loss": "344323 333433 222022", "one_head": "443434 344444 330303", "bench": "233323 343233 303030"},
    FORECAST: {"loss": "212222 122212 222232", "one_head": "323333 333233 343434", "bench": "333323 233332 333233"},
    MARKETING: {"loss": "112121 333434 222122", "one_head": "222222 233343 222232", "bench": "334333 443344 333033"},
    ASIA: {"loss": "343433 232322 222322", "one_head": "343433 333323 320233", "bench": "222322 223232 202232"},
    DACH: {"loss": "444343 333333 333323", "one_head": "333333 323333 303323", "bench": "334443 343434 334344"},
    TENDERS: {"loss": "233233 222322 323233", "one_head": "222322 232232 333333", "bench": "333433 334333 343333"},
}
MARKS_2 = MARKS_1 | {
    PRICING: {"loss": "443433 444344 454544", "one_head": "444435 454445 454544", "bench": "122142 121111 211112"},
    DESIGN: {"loss": "333423 343333 555455", "one_head": "343323 333343 454454", "bench": "233333 223332 121121"},
    DIRECTOR: {"loss": "555455 444344 333233", "one_head": "444344 333333 222322", "bench": "233243 333333 303334"},
    PARTNERS: {"loss": "344323 333433 222022", "one_head": "443434 344444 330303", "bench": "334424 344344 404040"},
}

# What each person says of one desk, in both rounds.
LAST_MONTH = (
    (ACCOUNT, "It told a vaccine maker of nine years that we would not match Kessmar, and he stayed."),
    (PRICING, "It freed the exception for my framework offer on the evening before the tender closed."),
    (ACCOUNT, "It knew which of four people in a vaccine plant must not hear the price first."),
    (PARTNERS, "It got two partners to swap an account without a letter from either."),
    (PRICING, "It gave me 27 % by telephone at ten at night, and the buyer took back his refusal."),
    (ACCOUNT, "It had the delivery split over three budgets, which nobody else of us may agree to."),
    (OPERATIONS, "It found out why our lead numbers and the board's were 140 apart."),
    (PARTNERS, "It promised a joint stand for the fair, and I do not know on what terms."),
    (OPERATIONS, "It closed the quarter in two days with a sheet that has no description."),
    (ACCOUNT, "It brought two biologics people to our stage by one telephone call."),
    (OPERATIONS, "It decided which accounts the spring campaign may write to."),
    (PRICING, "It changed the list for the analyser in one night, from a file on its own disk."),
    (PRICING, "It found a price for a sampling line that three of us had drawn and nobody could cost."),
    (ACCOUNT, "It talked a biologics plant out of a measuring range that we would have failed."),
    (OPERATIONS, "It moved eleven service plans to the new rates, and any of three colleagues could have."),
    (PRICING, "It set the surcharge for the new probe, and the reasons are in its head."),
    (PARTNERS, "It sent six drawings back to a partner, each with the right question."),
    (PRICING, "It freed four exceptions in a week, each by a rule that I cannot find."),
)

# Letter: role, where the next one comes from, ready, not yet done alone, day.
ROWS = {
    "P": (PRICING, "other_team", "one_year", "An exception above 25 % for a framework customer", "30 September 2027"),
    "E": (DESIGN, "same_team", "one_year", "A drawing for a plant above 200,000 euro, signed", "30 June 2027"),
    "D": (DIRECTOR, "same_team", "now", "The yearly talk with the three largest customers", "31 March 2027"),
    "K": (ACCOUNT, "same_team", "two_years", "A renewal lost and won back in vaccines", "31 December 2027"),
    "k": (ACCOUNT, "other_team", "one_year", "A frame for three plants of one owner", "30 September 2027"),
    "O": (OPERATIONS, "other_team", "one_year", "A quarter closed and defended before the board", "31 July 2027"),
    "M": (PARTNERS, "same_team", "now", "A no to a partner about a contested account", "28 February 2027"),
}
CELLS = ("role", "comes_from", "ready", "missing", "by_day")

# Three rows of each person, then three dots.
PROPOSED = (
    "DKM", "DKE", "DKM", "KDE", "DKO", "DkE",
    "OKM", "DOK", "ODE", "DkO", "OMD", "PKO",
    "EDO", "EKD", "EDK", "PED", "EOK", "EDM",
)  # fmt: skip
DOTS = (
    "PDK", "PDE", "PKE", "PKM", "DDK", "PkE",
    "POk", "PEO", "PEK", "PPk", "OOP", "PPK",
    "PEE", "EEK", "EPE", "PPE", "EEO", "PEk",
)  # fmt: skip

LEFT_OUT = (
    "Pricing: if it could not say within a day what an exception needs.",
    "Operations, unless the forecast came late twice in a row.",
    "Design; I would need to see one order go because of a drawing.",
    "Service contracts: a large plan would have to lapse unnoticed.",
    "All but the three I wrote are late at worst; show me a lost order.",
    "Partners, if one of the big four asked only for one person.",
    "The director: when two of the three largest ask who comes next.",
    "Design, as soon as somebody tells me how many wait for it.",
    "Pricing: if the list for spring hung on one holiday.",
    "Partners; should a stand be paid twice.",
    "Key accounts in life sciences, once one of them buys by tender.",
    "The director, if nobody else had the right to sign before a tender closes.",
    "Key accounts: when a customer asks me to keep something from sales.",
    "Operations, on the day the sheet without description breaks.",
    "Partners: if a drawing went out under their name.",
    "Service, for the year in which half of the plans end at once.",
    "The director; three of us have seen deputies sign there.",
    "Pricing, I left it out because it has four people; they may sign nothing.",
)

CLOSING = (
    ("two_on_trial", 65, "Two who each sign for half of the desk until the end of June; I would send one of mine."),
    ("spread_the_role", 65, "Two people at each large customer helps me on the first day, a candidate in a year."),
    ("two_on_trial", 70, "Few desks have somebody ready now and many within a year, so use the year."),
    ("two_on_trial", 60, "One of the two will lose, and I would tell both so at the start."),
    ("name_and_tell", 65, "Tell the deputy of the director, who has signed for months."),
    ("spread_the_role", 60, "What is agreed by word with life sciences belongs to two heads by March."),
    ("two_on_trial", 65, "We have more people than letters on those cards; let two of them sign."),
    ("outside_list", 55, "For pricing we have nobody to try, so start to look now."),
    ("two_on_trial", 70, "Signing alone is the only proof we agreed on, and a trial is that."),
    ("spread_the_role", 55, "The sheet has to be written down whoever comes."),
    ("two_on_trial", 60, "My desk number two was covered by the same letter as number five."),
    ("two_on_trial", 75, "A pricing trial up to 15 % costs us little and ends the file on one disk."),
    ("two_on_trial", 75, "Two of our engineers would sign drawings tomorrow, if they were allowed."),
    ("two_on_trial", 65, "With a limit on the amount a wrong drawing stays small."),
    ("name_and_tell", 55, "A year of being compared drives away the one who is good."),
    ("two_on_trial", 70, "I want to see who finds the rules in that head."),
    ("spread_the_role", 60, "If two may sign each drawing the desk is hardly a desk any more."),
    ("two_on_trial", 65, "Four people and no signature among them; a trial gives two of them one."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="two_on_trial",
    statement="From 1 February two candidates for {named}, and two each for the leads of solution engineering and life "
    "sciences, sign alone within a limit; one per desk is ready by 30 September.",
    reasons=(
        "The same letters stood on card after card, and one desk after the other went empty as they were crossed "
        "out. For {named} the middle mark for bench fell from 4 to 1 once the room asked what that bench had signed; "
        "two people had marked it 1 before. The lead of life sciences is still seen in two ways, as an order lost "
        "by sales and as late by product. Pricing and solution engineering took most of the dots. Against a trial "
        "speaks that one of two loses in public. Eleven of eighteen chose it."
    ),
    owner="Ulla Brandt",
    confidence=60,
    figure="uncovered",
    named=PRICING,
    expects=0.0,
    objective=1,
    actions=(
        SampleAction("Speak to the six candidates, before anything is on paper", "Ulla Brandt", 20),
        SampleAction("Write down every exception of a quarter with the rule that freed it", "Mara Lindkvist", 60),
        SampleAction("Draw the limits up to which a candidate signs, desk by desk", "Ada Thomsen", 40),
    ),
    dissents=(
        SampleDissent(
            "farah",
            "Whoever loses such a trial leaves, and that will be a good one. Choose one now and say so.",
            is_named=True,
        ),
        SampleDissent("goran", "In March a customer asks me who decides. A candidate on trial is no answer to that."),
    ),
    chances=(60, 45, 65, 55, 35, 50, 60, 45, 65, 50, 60, 70, 70, 60, 40, 65, 50, 65),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    desks = items_of(content, "empty_desk")
    marks = {at: marked(desks, by_criterion(own), LAST_MONTH) for at, own in (("1", MARKS_1), ("2", MARKS_2))}
    votes = counted(DOTS, lambda letter: ROWS[letter][:2])
    rows = {"1": proposals(lettered(CELLS, ROWS, PROPOSED), LEFT_OUT), "2": dots(content, "succession", votes)}
    return together(content, {"empty_desk": marks, "succession": rows})
