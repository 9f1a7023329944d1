"""What the sample room answers in 4.1: one letter per person and stage, and the sentences behind the letters.

Planted: agreement at Qualify; most say price at Proposal and change their mind after the evidence; two camps at
Negotiation (sales: price; product: rival) that stay; Contract, where many have seen nothing; and two people who say our
work at Proposal from the start.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.classified import classified
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, items_of, only

EXERCISE = "4.1"

CAUSES = {"P": "pricing", "R": "competitive", "W": "capability", "S": "customer_stopped", "N": "cannot_tell"}

# Sales, marketing, product; one letter per person, in the order of PARTICIPANTS.
ROUND_1 = {
    "Qualify": "SSPSSS SPSSNS SSRSSS",
    "Discovery": "WPSWRS WRWPSW RWWSWR",
    "Proposal": "PPPPRP PPRPPW PRPRPW",
    "Negotiation": "PPPPPR PRRPPR RRPRRR",
    "Contract": "WWSWNW NNSNNW WNWSNW",
}
ROUND_2 = {
    "Qualify": "SSPSSS SSSSNS SSRSSS",
    "Discovery": "WPSWWS WRWWSW RWWSWW",
    "Proposal": "PWWPRW WPRWWW WWPRWW",
    "Negotiation": "PPPPPR PRRPPR RRPRRR",
    "Contract": "WWSWNW NNSNNW WNWSNW",
}

SENTENCES = {
    ("Qualify", "S"): (
        "In March a dairy asked for flow meters; their plant was sold in May and nobody has called since.",
        "A water board asked us for a budget figure in January and then had no project behind it.",
        "The June trade fair gave me eleven cards; nine were students or consultants.",
        "A resin maker stopped all investment two weeks after the first call, and still buys nothing.",
        "The October enquiry was for a tender they had already cancelled.",
        "They wanted to learn what an analyser costs for next year's plan; that was in April, no plan since.",
        "A university lab lost its grant in February, before we had met the professor.",
        "Their head of quality left in May and took the project along.",
        "A pump maker after its merger asked in spring and again in autumn; both times the new board froze it.",
        "An intern filled in our web form in July; the plant manager had never heard of it.",
        "The brewery wanted to rent in August, and we had told them so in the first call.",
        "A utility asked us in November to fill the third place on their list; no supplier was ever chosen.",
        "They postponed by a year in June because the building itself was late.",
        "A pilot plant was closed in September, three days after our first visit.",
        "The contact came from a purchased list in March and had no budget at all.",
    ),
    ("Qualify", "P"): (
        "A small mill told me in February that our cheapest probe was twice their whole budget.",
        "In April a bottler compared us with a second-hand meter; ten per cent would have kept us in.",
    ),
    ("Qualify", "R"): (
        "The plant in the May tender has run on Veltronik for years and asked us only to have three offers.",
    ),
    ("Qualify", "N"): ("I meet deals first at Discovery; I have not seen one end here this year.",),
    ("Discovery", "W"): (
        "In May we sent two people without the application note; the chemist asked once and did not ask again.",
        "Our trial unit arrived four weeks late in March, and the campaign it was for had ended.",
        "The polymer plant wanted a reference from their own trade in June; we had none and took five weeks to say so.",
        "We promised a sample measurement in February and the lab had no slot before April.",
        "The site visit in October was moved twice by us; at the third date they had stopped.",
        "They asked for a hygienic version in July and our answer was a brochure of the old one.",
        "The integrator wrote three mails in August about the interface; the fourth was a goodbye.",
        "In the November workshop we could not show the software with their own data.",
        "We did not find anyone who speaks about biologics for seven weeks in spring.",
        "Nobody called back for nineteen days after the demo in January.",
        "The April trial ended when our second visit needed a form that only I could fill in, and I was away.",
    ),
    ("Discovery", "P"): (
        "The March deal ended when they saw the list price on the first slide.",
        "A dairy in May had money for four probes, not for the six we insisted on.",
    ),
    ("Discovery", "R"): (
        "In June Kessmar lent them a unit the same week, and they kept it.",
        "At the April site visit the rival's engineer already had a desk there.",
        "The lab in February was trained on Lumenor and did not want to learn another.",
        "In September the integrator got a share from Optivale and steered them there.",
    ),
    ("Discovery", "S"): (
        "The line they wanted to measure was shut in May.",
        "A regulator moved the deadline in July, and the project moved out of the year.",
        "Their new chief cancelled every project of the old one in March.",
        "The grant for the test rig was refused in October; nobody bought.",
    ),
    ("Proposal", "P"): (
        "In May they said we were eleven per cent above the other offer and asked us not to come back.",
        "The April offer was out in five days and still came back with 'too expensive' in one line.",
        "Procurement told me in June that their limit was a round figure just under ours.",
        "I lost a service plan in March for four hundred a month.",
        "In September they bought the smaller rival package because we had no smaller package.",
        "The February tender had forty points out of a hundred on price, and we got twelve.",
        "Every second answer to our October survey of lost offers says price first.",
        "In July the web enquiry for three probes ended the day the offer arrived.",
        "A partner told me in August that our list price is the joke of the fair.",
        "The January deal wanted a discount that we gave to someone else a month later.",
        "In November the calibration offer lost to a figure written on half a page.",
        "They liked the spectrometer in May, saw the total, and asked for the analyser's price instead.",
    ),
    ("Proposal", "R"): (
        "In March Veltronik presented on day six and brought the plant manager's old colleague.",
        "The June offer lost to an incumbent who simply extended the contract.",
        "In April Akiba showed a running unit on the customer's own line; ours was on paper.",
        "The October tender asked word for word for Kessmar's data sheet.",
    ),
    ("Proposal", "W"): (
        "Our offer in May came nineteen working days after the request; they had signed by then.",
        "In March we sent a hundred and ten pages, and the one drawing they had asked for was missing.",
        "The June tender waited three weeks for solution engineering, and then the deadline was over.",
        "I looked again at my April deal: the price was named after we had been silent for sixteen days.",
        "The September loss says price in the log, but the mail before it asks for the second time for a reference.",
        "In February the drawings were ready on day four and lay on our desk until day twenty.",
        "The envelope of the July deal holds three mails that ask when our offer will come.",
        "In October we offered the wrong flange size and corrected it after the decision.",
        "My August offer waited for a solution engineer longer than for everybody else together.",
        "The five deals we read had two prices and three delays of ours.",
        "In January a rival answered the same questions in a week; we needed a month for the same words.",
        "The November water board told us that they had to decide without our offer.",
        "I was sure of price until I saw that it is no commoner here than anywhere else.",
    ),
    ("Negotiation", "P"): (
        "In May they asked for twelve per cent, got five, and bought the same specification elsewhere.",
        "The last call in June was about payment terms and nothing else.",
        "In March procurement opened with our own discount of the year before.",
        "The October deal died on two per cent in the approval loop.",
        "In February they said yes to everything except the figure.",
        "The April deal needed a price for three years, and we gave one for one.",
        "In September legal agreed, the users agreed, and the buyer wanted a round number.",
        "The August offer was right until the currency moved and nobody would share it.",
        "In July the partner's margin made us eight per cent dearer than ourselves.",
    ),
    ("Negotiation", "R"): (
        "In June Veltronik matched our specification in the last week, with a service engineer on site.",
        "The May deal was a duel, and the other side knew our offer line by line.",
        "In March the incumbent kept the contract by adding training that we do not have.",
        "The October loss went to Akiba after their chief flew in.",
        "In April they used us to bring the old supplier to reason; it worked.",
        "The February deal turned when Kessmar offered to buy back the old units.",
        "In September our champion was alone against a house that had always bought Lumenor.",
        "The rival in July already had the framework agreement; we learnt it in the last meeting.",
        "In November the plant chose the name its mother company uses.",
    ),
    ("Contract", "W"): (
        "In May our contract was on our own lawyer's desk for twenty-three days.",
        "The June deal waited for our data-protection annex, and the buyer went on leave.",
        "In March we could not confirm the delivery date that we had promised.",
        "The October contract had the wrong legal entity twice.",
        "In February nobody here could sign for the acceptance test they wanted.",
        "The April customer asked for one changed clause and heard from us after the quarter had ended.",
        "In September our certificate had expired, and the new one took five weeks.",
        "The July contract fell because the installation team had no date before winter.",
    ),
    ("Contract", "S"): (
        "In March a merger stopped every signature on their side.",
        "The June board meeting never took place, and the budget year ended.",
        "In October the building permit was refused after we had agreed on everything.",
    ),
    ("Contract", "N"): ("I have not seen a deal that ended this late.",),
}

CLOSING = (
    ("prove_and_respond", 75, "Waiting for us is what is special about Proposal, and it is ours to change by Monday."),
    (
        "price_path",
        60,
        "A desk cannot help where the buyer has a ceiling; an earlier range would have saved two of my deals.",
    ),
    ("prove_and_respond", 80, "Three of the five envelopes were delays of ours; I had called all of them price."),
    ("prove_and_respond", 65, "I will give up one discovery visit a week if offers leave in five days."),
    ("price_path", 70, "I still lose on the total; a smaller package to fall back on costs less than a team."),
    (
        "prove_and_respond",
        70,
        "Solution engineering has one queue for everybody; the small offers wait behind the big ones.",
    ),
    ("prove_and_respond", 85, "It is the only cause that is commoner here than elsewhere."),
    ("qualify_harder", 55, "A third of what we write an offer for had no date and no budget when it left Discovery."),
    ("rival_play", 50, "Veltronik stands behind more of these losses than the log says; I would start there."),
    (
        "prove_and_respond",
        65,
        "We can measure the days to an offer next month; for the other options we would wait a year.",
    ),
    ("prove_and_respond", 75, "Lost deals waited for us much longer than those that moved on."),
    ("prove_and_respond", 90, "I said our work before the figures, and the figures agree."),
    (
        "price_path",
        60,
        "Price leads the log at every stage; I would rather act on the commonest cause than on the rarest.",
    ),
    ("prove_and_respond", 70, "My team can staff two people from July; that is what the desk needs."),
    (
        "prove_and_respond",
        60,
        "Conversion is lowest here and the value is highest; speed is the cheapest of the cures.",
    ),
    ("fix_the_record", 55, "One loss in six has no usable reason; I would know before I staff."),
    ("prove_and_respond", 80, "We answer in nineteen days what a rival answers in six."),
    ("prove_and_respond", 85, "A minimum content list would have stopped the offer with the missing drawing."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="prove_and_respond",
    statement="A proposal desk of two answers every request at {named} within five working days, with drawings.",
    reasons=(
        "More value leaves at {named} than anywhere else, and fewer deals move on from it. Price is the word "
        "logged most often there, as everywhere; our own work is what is commoner there than at other stages, and"
        " lost deals waited longer for us than those that moved on. Eleven of eighteen changed to or stayed with "
        "our work after the evidence, people from every function among them."
    ),
    owner="Hana Sedláčková",
    confidence=75,
    figure="stage_conversion",
    factor=1.0,
    shift=0.06,
    objective=2,
    actions=(
        SampleAction("Name two solution engineers for the desk and what they hand over", "Mara Lindkvist", 14),
        SampleAction("Write the minimum content of an offer on one page", "فرح الحداد", 21),
        SampleAction("Report days from request to offer every Monday", "陈博", 28),
    ),
    dissents=(
        SampleDissent(
            "goran",
            "We tried a desk in 2023 and every offer took nine days. If it slows the small ones, we lose exactly "
            "the deals we win today.",
            is_named=True,
        ),
        SampleDissent(
            "jonas",
            "Price is the commonest word at every stage, this one too. A faster offer that is too dear is lost "
            "sooner, that is all.",
        ),
    ),
    chances=(70, 35, 65, 60, 40, 65, 75, 45, 50, 60, 70, 80, 55, 65, 60, 50, 70, 75),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": ROUND_1, "2": ROUND_2}
    return only(
        content, classified(items_of(content), rounds, CAUSES, SENTENCES, lambda stage, letter: (stage, letter))
    )
