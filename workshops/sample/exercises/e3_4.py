"""What the sample room answers in 3.4: an order of the products by what a hundred calls bring, and whom to ring first.

Planted: agreement that the probe brings least; two camps over the first place that stay (most of sales: flow meter,
product: spectrometer); two people, one who sells and one who plans campaigns, put the cloud second from the
start and name the owners of loggers (a bold minority); after the evidence the cloud is second or third for nearly
everybody, and in marketing the flow meter gives way to the spectrometer (a
change of mind).
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.shares import orders
from workshops.sample.sheets import Payload, only

EXERCISE = "3.4"

PRODUCTS = {
    "F": "Fathom flow meter",
    "B": "Beacon pH probe",
    "M": "Meridian spectrometer",
    "S": "Sextant calibrator",
    "T": "Tidewater analyser",
    "H": "Halyard data logger",
    "C": "Lighthouse cloud",
    "K": "Keel service plan",
}

# Sales, marketing, product; one order per person, in the order of PARTICIPANTS.
ROUND_1 = (
    "FSTMHCKB", "FTSMHCKB", "FMSTHCKB", "MFSTHCBK", "FSMHTCKB", "FCMSTHKB",
    "FTMHSCKB", "FTMSHCKB", "FHTMSCKB", "FMTSHCBK", "MFTSHCKB", "FCTMSHKB",
    "MTSFHCKB", "MTFSCHKB", "MTSFHCBK", "MTFSHCKB", "MTFSHCKB", "MSTFCHKB",
)  # fmt: skip
ROUND_2 = (
    "FCMTSHKB", "MCTFSHKB", "FCMTSHKB", "MCFTSHBK", "FSMHTCKB", "FCMTSHKB",
    "MCTFHSKB", "MTCFSHKB", "FCMTHSKB", "MCTFSHBK", "MCTFSHKB", "MCFTSHKB",
    "MTCSFHKB", "MTCFSHKB", "MTCSFHBK", "MCTFSHKB", "MTFSHCKB", "MTCSFHKB",
)  # fmt: skip

REASONS_1 = (
    "Chemical plants that have our pH probes in every line and somebody else's meter in front of them.",
    "Breweries; they bought loggers from us and measure flow with a bucket.",
    "Plants with a calibrator and no meter: they care for figures already.",
    "Universities that have the calibrator; one of them asks for a spectrometer each time a grant comes.",
    "Any dairy. They have the probe, and a meter is what they understand without a visit.",
    "Cannot tell about the meter, but whoever has ten of our loggers reads them by hand and would take the cloud.",
    "Plants that answered two of our letters and own nothing but probes.",
    "Waterworks that have our analyser and somebody else's meter, since their limits were tightened.",
    "Our oldest customers: service plans since years, and their meters come from a catalogue.",
    "Food plants with a logger at the cold store and no meter at the filler.",
    "Biotech firms with a calibrator; they have outgrown the room in which they send samples out.",
    "Bottlers with three loggers or more, who would take a data contract along with the meter.",
    "Resin makers that own the flow meter and send their samples to a laboratory in town.",
    "Coating firms; they have our calibrator and wait two days for each spectrum.",
    "Hospitals' pharmacies, which bought probes and analysers and rent the rest.",
    "River stations with an analyser, which send each odd sample away by courier.",
    "Paint factories with the analyser; they asked at the last two trainings.",
    "Firms that own a calibrator for instruments that are not ours.",
)
REASONS_2 = (
    "The meter still, because I can ring thirty dairies in a week and three of them will have budget.",
    "Universities with a calibrator; at that price one in twenty is more than my whole list of breweries.",
    "Plants with loggers and no meter, since the logger shows them each night what they do not measure.",
    "The grant is there or it is not; I would ring the four universities that told us the date.",
    "Dairies, with the probe; what a spectrometer earns I believe when I have carried one in.",
    "I keep the meter first for money, but I know by name who has ten loggers and no cloud.",
    "Biotech firms that came to both spring webinars and own an analyser.",
    "Waterworks laboratories, which have the analyser and buy spectra from a neighbour.",
    "Customers on a service plan with a meter of another make that is older than ten years.",
    "Cold-store people may have loggers, but the sum lies with the laboratory upstairs.",
    "The same biotech firms; my first guess and the chart agree for once.",
    "Laboratories first, and right after them those bottlers: loggers bought, nobody to read them.",
    "Resin makers still; two of them have a room reserved for it.",
    "Coating firms, only those with two shifts, since the others can wait for the laboratory.",
    "Pharmacies that rent; I would ask when the rent ends before I say a word of ours.",
    "Paper mills: they have probes and loggers, and their chemist is hired since May.",
    "The paint factories, and only the ones that sent somebody to the training.",
    "Firms that calibrate for others; a spectrometer lets them sell one test more.",
)

CLOSING = (
    ("call_the_list", 65, "Fourteen calls a week I can keep up, if the list says whom and why."),
    ("call_the_list", 70, "Loggers without cloud is the first list I have been given that I could have written."),
    ("quote_the_pair", 60, "I quote loggers twice a week; one line below costs nobody a morning."),
    ("call_the_list", 60, "A third of them waits by lot, and for once we shall know what our calls are worth."),
    ("commonest_gap", 55, "Everybody understands a flow meter; the desk can begin on Monday."),
    ("call_the_list", 85, "I can name nine of them from memory, and each reads loggers with a notebook."),
    ("call_the_list", 65, "One product and one kind of customer is something I can write a letter for."),
    ("ask_on_site", 60, "Two of the five we telephoned had a cloud from somebody else."),
    ("quote_the_pair", 65, "They ask for the two together anyway; put them on one page."),
    ("call_the_list", 60, "It can be over in eight weeks, and then we count."),
    ("call_the_list", 70, "I gave up my first place because no laboratory decides before spring."),
    ("call_the_list", 80, "It is what I wrote under bottlers: they own the boxes and lack the hands."),
    (
        "quote_the_pair",
        55,
        "The spectrometer brings more; until we have people for it a line on a quotation is enough.",
    ),
    ("call_the_list", 60, "We can take thirty new contracts a month without another server."),
    ("ask_on_site", 65, "The technician stands next to the logger; he should ask who reads it."),
    ("call_the_list", 65, "Wins or none, by summer we will know it of a hundred accounts."),
    ("quote_the_pair", 60, "Pairs are how the customers buy them, so that is how I would sell them."),
    ("call_the_list", 70, "I was for the calibrator's owners; they are nineteen, and that is no quarter's work."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="call_the_list",
    statement="Two sellers call owners of data loggers who lack the {named}, seven a week each for eight weeks; a "
    "third of the list, drawn by lot, waits for half a year.",
    reasons=(
        "At first fourteen of eighteen put only the probe below the cloud; now sixteen have the cloud second or third, "
        "because of one kind of account: owners of loggers who read them by hand. Thirteen put the spectrometer first "
        "in the second answer, eight did in the first; but its orders take too long to be counted by the review, and "
        "nobody had a list for it. Most of sales still begin with the flow meter, all of product with the "
        "spectrometer. Against it stands that two of five accounts telephoned the day before had a cloud from "
        "elsewhere. Eleven chose to call the list."
    ),
    owner="Goran Perišić",
    confidence=65,
    figure="captured_share",
    named="Lighthouse cloud",
    expects=1.0,
    objective=4,
    actions=(
        SampleAction("Draw the third that waits, and give each other account to a seller by name", "Quinn Ashdown", 10),
        SampleAction("Ask each called account who reads its loggers today, and write down the answer", "陈博", 60),
        SampleAction("Have a trial of the cloud ready that needs no visit", "Emre Karadağ", 21),
    ),
    dissents=(
        SampleDissent(
            "dina",
            "The question was what brings most after a hundred calls, and most of us answered spectrometer. We chose "
            "what is quicker to count.",
            is_named=True,
        ),
        SampleDissent("omar", "A blank in our table is not a blank at the customer's. Ask first, it costs a quarter."),
    ),
    chances=(60, 65, 50, 60, 35, 80, 65, 45, 55, 60, 70, 75, 45, 65, 50, 60, 55, 65),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": (ROUND_1, REASONS_1), "2": (ROUND_2, REASONS_2)}
    return only(content, {round_: orders(content, "plays", PRODUCTS, *given) for round_, given in rounds.items()})
