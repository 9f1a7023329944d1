"""What the sample room answers in 2.5: the stage that holds each product up, one letter per person.

Planted: nearly all first see the spectrometer stuck in Negotiation ("procurement"); after the evidence most see Proposal.
Agreement on the service plan (Contract) throughout; two camps over the calibrator (sales: Negotiation, product:
Discovery); one person says Proposal for everything from the start.
"""

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
        "Half of the enquiries in spring were not ours to answer, and it took us weeks to say so.",
        "In February a request went round three regions before anybody took it.",
        "We call small enquiries back when the large ones are done.",
    ),
    "D": (
        "In May we needed three visits to learn what one good call would have told us.",
        "The sample measurement in March waited for a free week in the lab.",
        "The June trial unit was still with the customer before.",
        "Nobody had the interface document; we wrote it during the deal, in October.",
        "In April they asked for a reference in their trade, and we began to look for one.",
    ),
    "P": (
        "The drawings for the May offer waited sixteen days for a solution engineer.",
        "In September I could have written the offer on the day of the visit; it left three weeks later.",
        "Every configuration above the standard one goes through the same two people.",
        "The July offer came back inside the house four times before it left it.",
        "In March the customer sent the last detail on the fourth; our offer is dated the thirtieth.",
        "The rival's offer of June was two pages, ours took a month and had forty.",
        "The queue for solution engineering was twenty-two deals long in August.",
        "I was told in April that my deal is 'in solution engineering'; it was there until May.",
    ),
    "N": (
        "Procurement took from March to June over one page of terms.",
        "In May the buyer changed, and we began again with the price.",
        "The capital request in October had to pass their board, which meets four times a year.",
        "The discount loop in February took longer than the deal before it.",
        "Their purchasing waits for the end of the quarter because we have taught them to.",
    ),
    "C": (
        "The data-protection annex of March is still with two lawyers.",
        "In June the contract waited for a signature that nobody here may give alone.",
        "Every service plan is a contract of its own; in April one took nine weeks.",
        "In September the acceptance test was defined after everything else was agreed.",
    ),
}
"""By letter: what people have seen; the answers of one person use different ones."""
