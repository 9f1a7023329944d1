"""What the sample room answers in 6.5: who answers Monday's request, somebody free or one of those who know the trade.

A trade is laboratory or process work, as sellers are hired for. Planted: most would let the request wait for an expert
at first, and three once they have seen the waits; two camps that stay (sales: by the next free person; product: an
expert has to do with it); two from product who want an expert to read what a free person wrote from the start (a bold
minority), which most name in the end; agreement that it is not the amount that decides. One cannot tell at first.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.rounds import told_anew
from workshops.sample.sheets import Payload, choices, named, only

EXERCISE = "6.5"

PICKS = {"F": "next_free", "W": "expert_waits", "L": "expert_looks", "A": "by_amount", "C": "cannot_tell"}
MONDAY_1 = "FWFWWF WWWCAW WLWWLW"
MONDAY_2 = "FFFLFF FLWFLW LLLWLL"
SURE_1 = (70, 60, 75, 65, 60, 80, 70, 55, 60, None, 50, 60, 75, 65, 80, 70, 65, 60)
SURE_2 = (75, 60, 80, 60, 60, 85, 70, 60, 55, 55, 60, 60, 65, 70, 65, 75, 75, 65)
WAITED = (
    "Two days in May for the man who knows dairies; I answered myself, and we got it.",
    "A spectrometer request lay four days in June, and the answer was worth every one of them.",
    "Five days for a calibration question in March; a rival had called on day two.",
    "A hospital's request, three days in April: only one of us could read their list.",
    "A week in February, since he was on the ship; they waited and bought.",
    "Six days in July, from one holiday to the next, and then nobody picked up the telephone.",
    "A laboratory wrote to us on a Monday in March and had a general page by noon; they never wrote again.",
    "A brewery waited until Thursday in May and said so at the fair in June.",
    "I know of one from a vaccine maker, three days in spring, and it became our best reference.",
    "Requests are gone from my screen once they are passed on.",
    "In April a small one waited four days, and the large one that came with it for as long.",
    "A machine builder in January: four days, a good answer, an order.",
    "The analyser request of May was answered within the day, with a range that does not exist.",
    "In June an engineer of ours read an offer in ten minutes and took a wrong flange out of it.",
    "Three days in March for the only one who knows sterile housings; the quick answer would have been wrong.",
    "A titration question in August, two days, and then right at once.",
    "I read twelve offers for others in April, and one in three had a mistake in it.",
    "A protein laboratory waited for five days in May and thanked us for the drawing.",
)
CHANGED = {
    1: "Two of my last six waited, and the two are the ones that we lost.",
    3: "Ten minutes of a reader would have served the hospital on Monday.",
    4: "He was on the ship; anybody could have sent the price list and his name.",
    6: "The general page was bad because nobody had written the two pages on that trade.",
    7: "A reader on Tuesday, and the brewery need not have said anything in June.",
    9: "On our table eleven counters stood over in two queues and four in one.",
    10: "It was the waiting of both that cost us, and a reader would have let both go.",
    12: "A reader would have seen that the range does not exist.",
    14: "Let a free person write it and ours strike out what is wrong.",
    17: "The drawing could have followed; the first answer need not have waited for it.",
}
"""What those who changed their pick told then, by place."""

CLOSING = (
    ("one_pod_first", 60, "Two dozen of us write laboratory offers all week already; give them the queue and see."),
    ("prefer_free_expert", 65, "If she is free she gets it, and if not I take it; that is two lines of a rule."),
    ("one_pod_first", 75, "Only there did I see an edge at equal years, and there are people enough."),
    ("one_pod_first", 60, "A group of laboratory people is never all on holiday at once."),
    (
        "keep_and_pair",
        65,
        "The old ones know their trades because they are old; keep them and put a new one beside each.",
    ),
    ("one_pod_first", 60, "Process stays whole, and that is where my waits were."),
    ("one_pod_first", 80, "The laboratory that never wrote again would have met somebody who reads its language."),
    ("one_pod_first", 60, "One name for laboratory, and I know where the webinar's questions go."),
    ("prefer_free_expert", 55, "Nobody waits, and the vaccine maker still gets our best if she sits there."),
    ("one_pod_first", 60, "With twenty people and more the group does not wait for one who is ill."),
    ("one_pool", 50, "Write down what experts know and let everybody read; then we need no fences."),
    ("one_pod_first", 65, "Two quarters and a count is a fair trial of it."),
    ("prefer_free_expert", 60, "A mark on the request is enough, and nobody becomes second class."),
    ("one_pod_first", 70, "My engineers would be asked by ten people in place of sixty."),
    ("one_pod_first", 75, "Sterile housings would reach those two who know them."),
    ("prefer_free_expert", 60, "We multiply a wait by a guess; as long as it is one I would build no walls."),
    ("one_pod_first", 70, "One mistake in three is what I read, nearly all of them in laboratory offers."),
    ("keep_and_pair", 60, "Years explain more than trades, as far as I could see."),
)
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="one_pod_first",
    statement="From 4 January laboratory requests go to a group of their own for two quarters; all others stay in one "
    "queue, and the group is dissolved on 30 June if its requests wait a day longer than those.",
    reasons=(
        "Eleven of eighteen would have let Monday's request wait for an expert, three after the waits had been seen; "
        "eight now want an expert to read what a free person wrote, most of them from product. On their own work "
        "laboratory sellers stay ahead at equal years, and they are enough to stand an illness. Eleven chose a group "
        "for them alone; four would rather mark requests than part people, and two hold that years explain what we "
        "put down to trades."
    ),
    owner="Rosa Montalbán",
    confidence=65,
    figure="utilisation",
    named="Laboratory",
    expects=0.75,
    objective=2,
    actions=(
        SampleAction("Name the laboratory group and who hands out its requests", "Hana Sedláčková", 20),
        SampleAction("Count requests by day and time sixty of them, in both queues", "Kofi Mensah-Adu", 35),
        SampleAction("Two pages on each process trade, for whoever is free", "Elif Aydemir", 40),
    ),
    dissents=(
        SampleDissent(
            "jonas",
            "What you call a laboratory edge is twelve years of service in four people. Pay them and pair them; the "
            "queue sells nothing.",
            is_named=True,
        ),
        SampleDissent("dina", "From January we have one group with a door and one without, and everybody will see it."),
    ),
    chances=(60, 50, 70, 60, 35, 60, 70, 55, 50, 60, 45, 60, 50, 65, 70, 45, 65, 50),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {
        "1": choices(named(PICKS, MONDAY_1), SURE_1, WAITED),
        "2": choices(named(PICKS, MONDAY_2), SURE_2, told_anew(WAITED, CHANGED)),
    }
    return only(content, rounds)
