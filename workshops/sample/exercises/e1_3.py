"""What the sample room answers in 1.3: the figure by which two sellers would go to a division.

Planted: agreement that distance from one's own past moves no seller (all but one); four of sales ask for the raw rate
first, and leave it after the practice halls (a change of mind); two camps that stay (sales on money per day, product on
the common mix); two of marketing who cannot tell from the start, as one kind of deal is nearly all Laboratory's (a
bold minority): the vote follows them.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.people import PARTICIPANTS
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, choices, only

EXERCISE = "1.3"

FIGURES = {"R": "raw", "S": "standardised", "D": "per_day", "Z": "z_own", "C": "cannot_tell"}

# Sales, marketing, product; one letter and one percent per person, in the order of PARTICIPANTS.
PICK_1 = "RRDRDR RSCRSC SSSRZS"
PICK_2 = "DSDCDS CSCSSC SSSSZS"
SURE_1 = (70, 65, 60, 75, 70, 60, 55, 60, 65, 50, 65, 70, 75, 70, 65, 60, 55, 70)
SURE_2 = (60, 55, 65, 55, 70, 60, 55, 65, 70, 55, 65, 75, 75, 65, 70, 55, 60, 70)

WRONGED = (
    "Services, whose customers are asked once and then stay for years.",
    "Laboratory: a spectrometer bid is four visits and often somebody else's tender.",
    "Process, where a pH probe is sold in a day for the price of a lunch.",
    "Nobody much; a lost bid is a lost bid in all three.",
    "Process again, since its orders are small however well it sells them.",
    "Laboratory, because its large bids are decided by ministries.",
    "Laboratory; its campaigns bring few names, and large ones.",
    "Services, as it has a handful of large bids, and they would count like everyone's.",
    "All three: Laboratory has nearly all large bids, so there is no common mix to put them at.",
    "Services, which we advertise least.",
    "Services, if the thinnest kind is weighted like the others.",
    "Process would be judged by three or four large bids; I would not move a chair for that.",
    "Laboratory gains most by it, and Services would say so.",
    "Services: two large cloud orders could turn its place.",
    "Process, which has no large bids to be weighted.",
    "Laboratory, for its new analyser had no renewals yet.",
    "A division that was good all along, such as Process, which would show nought.",
    "Services, because half of what it sells is paid by the year.",
)
"""The division that each person's first figure would treat most unfairly."""

AFTER = {
    "hana": "Services: a subscription signed today is small money for a long day's work.",
    "goran": "Process, since its renewals would no longer lift it as they do in the raw table.",
    "rosa": "Laboratory and Process share hardly one kind of deal, so I would not send anybody yet.",
    "bo": "Services, with the few large bids that it has; but raw would wrong two divisions.",
    "priya": "Whichever comes last on four large bids.",
    "ana": "Services, whose cloud bids are too few for a weight of their own.",
    "kofi": "Process, where the large kind is next to empty.",
}
"""Of who picks another one in the second round."""

CLOSING = (
    ("value_per_day", 55, "A seller costs me days and brings money; the rest is school marks."),
    ("cell_by_cell", 55, "New small bids I can compare between all three, and the two sellers sell those."),
    ("value_per_day", 60, "We type the days of every bid; use them before we forget why."),
    ("cell_by_cell", 60, "Nobody sells spectrometers and probes in one week, so why add them up."),
    ("value_per_day", 65, "Forty probes or one analyser: the month's money per day is the same question."),
    ("cell_by_cell", 55, "Whoever leads in the raw table may be second in renewals, and there one can see both."),
    ("cell_by_cell", 60, "Three small tables fit on one page, and seven of their nine cells have enough bids."),
    ("one_common_mix", 55, "Divisions quote what flatters them unless there is one line."),
    ("cell_by_cell", 70, "Where one division has nearly all of a kind, any common mix is invented."),
    ("cell_by_cell", 55, "I can explain a table of new bids to a division head in a minute."),
    ("one_common_mix", 60, "Two sellers need one order, and three tables give three."),
    ("cell_by_cell", 70, "It shows the empty drawer in place of filling it with a guess."),
    ("cell_by_cell", 60, "The kinds are agreed with finance, which is more than any total has."),
    ("cell_by_cell", 60, "My large analyser bids deserve their own table, and so do their losses."),
    ("one_common_mix", 65, "I have practised it on the halls, and it took the renewals out."),
    ("cell_by_cell", 55, "I came for raw; by kind it is still raw, only sorted."),
    ("own_past", 60, "A cloud subscription and a calibrator are not the same win, at any mix."),
    ("cell_by_cell", 60, "Print how many bids stand behind each, and I will read all three."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="cell_by_cell",
    statement="For a year from January the divisions are compared in three tables, new small, new large and renewal "
    "or expansion, without a total; the two new sellers go by the table of new small bids.",
    reasons=(
        "Seven asked for the raw rate first and none in the end: hall A was ahead in both kinds and behind in all. "
        "Ten now ask for the common mix, three of sales for money per day, and four can tell by no single figure, "
        "because nearly all large bids are Laboratory's. That a division would then be placed by three or four bids "
        "moved the vote to separate tables. Against it speaks that three tables may name three winners, and that two "
        "of nine cells have under twenty bids; for the two sellers one table is fixed beforehand, the fullest. A rate "
        "at one mix would rest on the emptiest drawer; what three tables rest on is printed in them, and we are 55 "
        "percent sure that it suffices."
    ),
    owner="Hana Sedláčková",
    confidence=55,
    figure="thin_share",
    named="Laboratory",
    expects=0.2,
    objective=1,
    actions=(
        SampleAction("Agree the three kinds with finance, and the list amount from which a bid is large", "陈博", 14),
        SampleAction("Print the three tables, with bids behind each rate and open ones beside", "Ada Thomsen", 30),
        SampleAction("Tell the three division heads what the tables may not decide: who leaves", "Ulla Brandt", 30),
    ),
    dissents=(
        SampleDissent(
            "quinn",
            "Three tables, three winners, and each division will bring its own to the budget talk. One line at one mix "
            "would have hurt once and then been quiet.",
            is_named=True,
        ),
        SampleDissent("lena", "Half of Services is paid by the year. A win there is not a win here, in any table."),
    ),
    chances=(50, 55, 45, 60, 40, 55, 55, 45, 65, 55, 45, 65, 60, 60, 45, 55, 40, 60),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    later = [AFTER.get(person.key, sentence) for person, sentence in zip(PARTICIPANTS, WRONGED, strict=True)]
    return only(
        content,
        {
            "1": choices([FIGURES[letter] for letter in PICK_1.replace(" ", "")], SURE_1, WRONGED),
            "2": choices([FIGURES[letter] for letter in PICK_2.replace(" ", "")], SURE_2, later),
        },
    )
