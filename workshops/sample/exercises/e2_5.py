"""What the sample room answers in 2.5: the stage that holds each product up, one letter per person.

Planted: most first see the spectrometer stuck in Negotiation ("procurement"); after the evidence most see Proposal.
Agreement on the service plan (Contract) throughout; two camps over the calibrator (sales: Negotiation, product:
Discovery); one person says Proposal for everything from the start.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.classified import classified
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "2.5"

STAGES = {"Q": "Qualify", "D": "Discovery", "P": "Proposal", "N": "Negotiation", "C": "Contract"}

# Sales, marketing, product; one letter per person, in the order of PARTICIPANTS.
ROUND_1 = {
    "Fathom flow meter": "NNDNPN DQDPDD PDPPDP",
    "Beacon pH probe": "QDNQNP DQQDPQ DDPQDP",
    "Meridian spectrometer": "NNNNPN NNNPNN NNPNNP",
    "Sextant calibrator": "NNNNPN DNDDND DDDDDP",
    "Tidewater analyser": "NPNNPD NDNPDN PDPNDP",
    "Halyard data logger": "QNDQPQ QDQQDQ DQDPQP",
    "Lighthouse cloud": "CNCCPC NCCNCD DCPCDP",
    "Keel service plan": "CCCCPC CCCCCC CCCCCP",
}
ROUND_2 = {
    "Fathom flow meter": "NPDPPP DPDPDP PPPPDP",
    "Beacon pH probe": "QDNPPP DPQDPQ DPPPDP",
    "Meridian spectrometer": "NPPPPP PNPPPP PPPNPP",
    "Sextant calibrator": "NNNNPN DNDPND DDDDDP",
    "Tidewater analyser": "NPPPPP PDPPDP PPPPPP",
    "Halyard data logger": "QPDQPP QDPQPQ DPDPPP",
    "Lighthouse cloud": "CNCPPC NCPNCP PCPCPP",
    "Keel service plan": "CCCCPC CCCCCC CCCCCP",
}

SENTENCES = {
    "Q": (
        "Asked on 3 February, passed round three regions, first called on 27 February.",
        "The enquiry came on 9 March; on 2 April we still wrote whether it was ours at all.",
        "In on 12 May, in the small pile until 6 June.",
        "From 4 to 25 September nobody had been named for it.",
    ),
    "D": (
        "First visit on 5 May, third on 16 June; one good call would have told us the same.",
        "Sample received on 2 March, measured on 11 April.",
        "Trial unit promised for 1 June, free on 4 July.",
        "They asked for the interface on 7 October and had our page on 13 November.",
        "Reference wanted on 10 April, found on 19 May.",
        "The workshop was set for 14 January and held, after two moves, on 3 March.",
    ),
    "P": (
        "Last detail on 4 March, our offer dated 30 March.",
        "The drawings were asked for on 6 May and came on 28 May.",
        "Visit on 8 September, offer on 1 October; I could have written it the same evening.",
        "Into solution engineering on 3 April, out on 4 May.",
        "The offer was ready on 2 July and left us on 19 July, after four readings.",
        "Request on 11 June, forty pages on 14 July; the rival sent two on 20 June.",
        "Configured on 5 August, checked on 30 August by one of the only two who may.",
        "Asked on 17 January, answered on 20 February, and they had forgotten why.",
        "From 9 to 31 October our offer waited for one drawing.",
        "Complete on 13 November, sent on 5 December.",
        "They called on 6, 13 and 20 March for an offer that left on 27 March.",
    ),
    "N": (
        "Procurement had our page of terms from 12 March to 9 June.",
        "The buyer changed on 4 May, and on 2 June we began again with the price.",
        "Agreed on 7 October, before their board on 15 December.",
        "The discount was asked for on 3 February and granted on 26 February.",
        "Offer accepted on 10 August, ordered on 29 September, when the quarter ended.",
        "Terms sent on 16 April, answered on 30 May.",
    ),
    "C": (
        "The data-protection annex lay with two lawyers from 5 March to 22 April.",
        "Agreed on 11 June, signed here on 8 July: nobody may sign alone.",
        "The service contract came back on 14 April and left again on 16 June.",
        "Order on 2 September, acceptance test defined on 9 October.",
        "Ready on 20 November, and then their leave from 12 December.",
    ),
}
"""By letter: what people have seen, each told once."""

CLOSING = (
    ("clear_queue", 70, "A name and five days for every request at Proposal; I will free the people."),
    ("end_silence", 60, "A third of my list has not moved since summer; close it and see what is left."),
    ("clear_queue", 75, "The longest stay is ours, so we need nobody's leave to shorten it."),
    ("own_path", 65, "The spectrometer is a project and the probes are not; one pipeline hides that."),
    ("clear_queue", 60, "If the desk of 4.1 comes, this is the same people and the same week."),
    ("clear_queue", 70, "Two people check every configuration; a third would halve it."),
    ("clear_queue", 75, "We pay for leads that then wait for a drawing."),
    ("plan_with_it", 55, "Nobody was asked whether faster is possible; tell finance the real days first."),
    ("own_path", 60, "Half of all spectrometer deals take four weeks longer; they need other dates, not other people."),
    ("clear_queue", 65, "A third of all days are spent in that one stage."),
    ("end_silence", 50, "Silence is the cheapest thing to end."),
    ("clear_queue", 80, "I said Proposal for everything before I saw the figures."),
    ("clear_queue", 70, "Product can keep a day a week free from August."),
    ("clear_queue", 60, "It helps every product, the slow one most."),
    ("own_path", 70, "Trials and site tests of the spectrometer have no place in our stages."),
    ("clear_queue", 65, "Days in the queue fall the week after we begin; everything else takes a quarter."),
    ("plan_with_it", 50, "Close dates with the real days would have saved us two bad forecasts."),
    ("clear_queue", 85, "The drawings wait, not the customer."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="clear_queue",
    statement="Requests at {stage} get a name and an answer within five working days, those for {named} first.",
    reasons=(
        "{stage} holds more of the days that deals spend in stages than any other, and the wait there is our own."
        " Deals for {named} take longest by weeks; their own path was the second choice, but it would save no day"
        " by itself. Most of the room saw Negotiation first and {stage} after the evidence."
    ),
    owner="Dina Rautio",
    confidence=65,
    figure="median_cycle",
    factor=0.85,
    shift=0.0,
    objective=4,
    actions=(
        SampleAction("Publish the queue of {stage}, with a name and a date for each request", "Dina Rautio", 10),
        SampleAction("Train a third person to check configurations of {named}", "Emre Karadağ", 45),
    ),
    dissents=(
        SampleDissent(
            "rosa",
            "The spectrometer is a project and will stay one. With its own stages we would at least stop "
            "comparing it with probes every month.",
        ),
    ),
    chances=(60, 45, 65, 55, 60, 70, 65, 50, 55, 60, 70, 75, 60, 65, 70, 55, 60, 70),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": ROUND_1, "2": ROUND_2}
    return only(content, classified(items_of(content), rounds, STAGES, SENTENCES, lambda _product, letter: letter))
