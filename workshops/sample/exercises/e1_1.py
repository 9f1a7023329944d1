"""What the sample room answers in 1.1: the metric that would have told first, and the order of seven.

Planted: agreement that revenue tells last (all but one in the end); two camps that stay (two of sales on the open
pipeline, three of product on early conversion); three who pick pipeline created from the start (a bold minority), which
ten name in the end, five of them after having picked velocity (a change of mind); one who says that nothing came before
revenue, and one who cannot tell.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import told_anew
from workshops.sample.shares import orders
from workshops.sample.sheets import Payload, choices, named, together

EXERCISE = "1.1"

METRICS = {
    "P": "pipeline_created", "V": "velocity", "E": "early_conversion", "O": "open_pipeline", "N": "nothing_before",
    "C": "cannot_tell",
}  # fmt: skip
PAGE = {
    "R": "Revenue", "P": "Pipeline created", "V": "Pipeline velocity", "E": "Early-stage conversion",
    "O": "Open pipeline", "W": "Win rate", "M": "Number of meetings",
}  # fmt: skip

# Sales, marketing, product; one letter and one percent per person, in the order of PARTICIPANTS.
PICK_1 = "OOPOCV VPVOVP EVVENE"
PICK_2 = "OOPPCP PPPPVP EPPENE"
SURE_1 = (70, 65, 60, 60, 30, 75, 65, 55, 70, 50, 75, 60, 65, 60, 70, 55, 50, 60)
SURE_2 = (65, 65, 70, 60, 30, 60, 60, 70, 60, 55, 70, 70, 65, 55, 60, 60, 55, 65)

MONTHS = (
    "Our open deals shrank in March 2025 and we missed June by a week's orders.",
    "In August the list was thin; October was the poorest month of my region.",
    "New deals halved in February 2025; in May I had nothing left to sign.",
    "September 2025: I had eleven open deals in place of twenty, and Christmas was quiet.",
    "I look at my calendar, and no month comes to mind that one of these had foretold.",
    "Velocity dropped in April and April's orders with it.",
    "July last year: speed and orders both went down, and I saw the speed first in our report.",
    "Fewer enquiries became deals in October 2024; February was weak.",
    "The velocity chart and the revenue chart turn in the same places, the last time in November.",
    "In May a tenth of the open list was closed as lost, and the summer was short of orders.",
    "Velocity fell in January 2026, which the year's first quarter confirmed.",
    "After the cancelled fair of March 2024 hardly any deals were opened, and July showed it.",
    "From June 2025 more bids died at the first stage, and my drawings of autumn were for nobody.",
    "Days per deal went up in spring, and so velocity went down before the orders did.",
    "In February 2025 the speed had gone, and in March there was little to ship.",
    "Half of what came to our bench in September 2025 never got a second visit, and January was empty.",
    "December fell without anything before it; one customer moved a tender.",
    "First-stage losses doubled in April 2026, and we had spare hours in August.",
)
"""What each remembers of the metric first picked."""

AFTER = {
    "rosa": "My eleven open deals of that autumn had all been created before July; the new ones had stopped.",
    "bo": "April fell in the same month as the speed did, so I was told nothing.",
    "priya": "Half of velocity is known on the day of the order; deals created in May were the sign.",
    "elif": "Charts that turn in the same month foretell nothing; enquiries turned into deals a season earlier.",
    "ana": "Closing dead deals shrank the list in a day; what was missing were the ones opened in winter.",
    "emre": "It was the slow bids that were counted late; fewer had been opened in autumn.",
    "farah": "What we shipped in March had been opened in November, and there it was already short.",
}
"""Of who picks another one in the second round: the month seen anew."""

ORDER_1 = (
    "OPEMVWR", "OMPVEWR", "POMEVWR", "OVPEMRW", "MPEOVWR", "VOPWERM",
    "VMPEOWR", "PMEOVWR", "VWPEMOR", "OPMVEWR", "VPOEWMR", "PMEVOWR",
    "EPOVWMR", "VEPOWRM", "VPEOMWR", "EPVOWRM", "RMWEPVO", "EPOMVWR",
)  # fmt: skip
ORDER_2 = (
    "OPEMVWR", "OPMEVWR", "PEMOVWR", "POEMVWR", "MPEOVWR", "PEOMVWR",
    "PMEOVWR", "PMEOVWR", "PEMOVWR", "PMOEVWR", "VPEOWMR", "PMEOVWR",
    "EPOMVWR", "PEOMVWR", "PEOMVWR", "EPOMVWR", "RMPEVWO", "EPMOVWR",
)  # fmt: skip

LAST = (
    "Revenue last; the board would miss it, and the board gets its own page.",
    "Revenue: it tells me in July what I did in March.",
    "Last is revenue, and only accounting reads it on the first Monday.",
    "Win rate, since a good month of it is three signatures.",
    "Revenue; my manager would ask for it within the hour.",
    "Meetings last: I can fill a week with them and sell nothing.",
    "Revenue, though our own budget is cut by it.",
    "Revenue at the end; those who plan stock would look for it.",
    "Last revenue, which finance prints anyway two days later.",
    "Revenue; nobody in my group would notice for a month.",
    "Revenue last, and the two of us who write the board's letter would miss it.",
    "Revenue, because by then the campaign that caused it is paid and over.",
    "Revenue: the bench learns from it that it had been busy.",
    "Meetings; sales would miss them, we have never used them.",
    "Revenue, read by the plant to set shifts it has set already.",
    "Meetings, not watched for a year by anyone I know.",
    "The open pipeline last; sales would miss it, and a good part of it is older than a year.",
    "Revenue; planning would miss it, and planning has it from the ledger.",
)

CLOSING = (
    ("run_beside", 60, "Six months with two sealed numbers will show whether my open list was better."),
    ("stay_with_revenue", 65, "I explain one figure to the region each month and will not explain a bet."),
    ("run_beside", 75, "If it told me in February once, let it say so in writing six times."),
    ("run_beside", 65, "An hour a month is what I lose on one bad forecast call."),
    ("repair_dates", 70, "I enter deals on Fridays, in batches; first make the dates true."),
    ("run_beside", 60, "I was wrong with velocity, so I would not bet a board page on the next one."),
    ("run_beside", 65, "We can seal it on the second working day, beside the sales forecast."),
    ("split_by_use", 60, "Managers need the new deals each week; the board can go on reading quarters."),
    ("run_beside", 70, "Nothing is taken from page one before it has lost six times."),
    ("run_beside", 60, "New deals are partly our doing, and I would like that to be tested, not assumed."),
    ("stay_with_revenue", 55, "A metric that ten of us found within an hour can be lost in another."),
    ("run_beside", 80, "It costs us nothing but the courage to open the envelope."),
    ("run_beside", 60, "I will put early conversion into the same envelope, as a second line."),
    ("run_beside", 65, "The spare hours of August could have been seen in April, or not; let us count."),
    ("split_by_use", 55, "Shift plans want the longest notice, and the board wants money."),
    ("run_beside", 60, "A forecast that was written down cannot be remembered kindly."),
    ("stay_with_revenue", 70, "One tender moves our month more than all seven of these."),
    ("repair_dates", 60, "Stage dates in the old system were stamped at night, and nobody knows for which day."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="run_beside",
    statement="For six months, on each second working day, a forecast from pipeline created is sealed beside the usual "
    "one; meetings and win rate leave the first page on 1 January.",
    reasons=(
        "Three had picked pipeline created first, ten did so after each month was set against the same month a year "
        "before; velocity went from six to one, because it moves in the month of the orders. Revenue stood last with "
        "thirteen, then with seventeen. Two of sales keep the open pipeline, three of product early conversion, and "
        "neither has been held against a sealed forecast. One large tender can move a month more than any of them, so "
        "eleven of eighteen want it proved beside the forecast and not in front of it."
    ),
    owner="Goran Perišić",
    confidence=60,
    figure="forecast_skill",
    named="pipeline_created",
    shift=0.03,
    objective=1,
    actions=(
        SampleAction("Write down pipeline created for each month since 2024, in one definition", "Quinn Ashdown", 14),
        SampleAction("Keep the sealed forecasts, and open them in front of both sides", "Ada Thomsen", 21),
        SampleAction("Have the day of creation stamped, so that Friday's batches carry their own days", "陈博", 45),
    ),
    dissents=(
        SampleDissent(
            "lena",
            "Our December fell because one customer moved a tender. No count of new deals can know that, and in half "
            "a year we will have explained six envelopes.",
            is_named=True,
        ),
        SampleDissent("jonas", "A lead of some months, measured on dates that are typed on Fridays, is a guess."),
    ),
    chances=(55, 40, 65, 60, 35, 50, 60, 60, 55, 55, 40, 70, 50, 55, 50, 55, 30, 45),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    picks = {
        "1": choices(named(METRICS, PICK_1), SURE_1, MONTHS),
        "2": choices(named(METRICS, PICK_2), SURE_2, told_anew(MONTHS, AFTER)),
    }
    lists = {
        "1": orders(content, "first_page", PAGE, ORDER_1, LAST),
        "2": orders(content, "first_page", PAGE, ORDER_2),
    }
    return together(content, {"opening_metric": picks, "first_page": lists})
