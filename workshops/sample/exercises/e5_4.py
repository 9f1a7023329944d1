"""What the sample room answers in 5.4: eight notes about rivals sorted by how they came, and rows for tomorrow's notes.

Planted: agreement on what is printed; a forwarded offer and a word over a beer are kept by most of sales at first and
leave the house in the end (a change of mind); one from marketing and one from product send both out from the start (a
bold minority); two camps over the dealer's word that stay (sales: usable, product: ask), in the rows as in the sorting.
"""

from collections.abc import Mapping
from typing import Any

from workshops.sample.classified import classified
from workshops.sample.records import SampleAction, SampleDissent, SampleRecord
from workshops.sample.sheets import Payload, counted, dots, items_of, lettered, proposals, together

EXERCISE = "5.4"

TENDER = "Minutes of a county tender, dated, on the web, with the rival's total"
BUYER = "On 3 June a buyer tells us, unasked and for our file, that the rival is six per cent below us"
ADVERTS = "Six job adverts of the rival, printed in May, for technicians in the north"
NAMELESS = "A sheet without a name: the rival closes its service depot in May"
DEALER = "A dealer of both brands tells us what margin the rival gives dealers"
TECHNICIAN = "A technician who left the rival three years ago says how many vans it runs"
FORWARDED = "A customer forwards the rival's offer; its last page says confidential"
BEER = "The rival's seller tells ours over a beer what they will bid next week"

CLASSES = {"U": "usable", "A": "ask", "D": "destroy", "N": "cannot_tell"}

# Sales, marketing, product; one letter per person, in the order of PARTICIPANTS.
ROUND_1 = {
    TENDER: "UUUUUU UUUUUU UUAUUU",
    BUYER: "UUUUUU AUAUAU UUAUUA",
    ADVERTS: "UUUUUU UUUUUU UUUUUU",
    NAMELESS: "UUAUNU AADNAA ADAUNA",
    DEALER: "UUUUUU UUAUUA AUAAUA",
    TECHNICIAN: "UUAUUU AUAUAA AUAAUN",
    FORWARDED: "UUUUAU AUAUAD AADAUA",
    BEER: "UUUUUA AUANAD ADDAAA",
}
ROUND_2 = {
    TENDER: "UUUUUU UUUUUU UUUUUU",
    BUYER: "UUUUUU UUAUUU UUUUUU",
    ADVERTS: "UUUUUU UUUUUU UUUUUU",
    NAMELESS: "AAAUAA AAAAAA AAAAAA",
    DEALER: "UUUUUA AUAAUA AAAAAA",
    TECHNICIAN: "AAAUAA AAAAAA AAAAAA",
    FORWARDED: "DDDUDA DADDDD DDDDDD",
    BEER: "DDDADD DDADDD DDDDDD",
}

SENTENCES = {
    (TENDER, "U"): (
        "Only if the county had put it there by mistake would I think again.",
        "The giver is the county; I would need proof that the page was hacked.",
        "If the rival had sent me the link before the day of opening.",
    ),
    (TENDER, "A"): (
        "Whether the county was allowed to print the total; in two of the tenders I know it was blacked out.",
    ),
    (BUYER, "U"): (
        "Whether I had asked; if I had, it would be my question and no gift.",
        "If the purchasing rules of the house forbid it, I would ask.",
        "Nothing: day and occasion are there, and the buyer offered it.",
    ),
    (BUYER, "A"): (
        "Whether buyers there sign a promise of silence during a bid.",
        "Who else was in the room on 3 June.",
        "What the buyer hopes to get from us for telling.",
        "Which position he holds; an assistant has no say over such a figure.",
        "How far the award was away on that day.",
    ),
    (ADVERTS, "U"): (
        "That somebody had typed them from an internal page and not from a paper.",
        "If one of the six had been placed by us.",
    ),
    (NAMELESS, "U"): (
        "That it was stolen; a depot that closes is seen by every customer.",
        "If it turned out that a driver of theirs had been paid for it.",
        "Nothing about the giver, the customers of that depot will all be told.",
        "The name of whoever left it, to thank or to refuse.",
        "If the depot is still open in June, I would throw it away.",
    ),
    (NAMELESS, "A"): (
        "Where it lay and who found it.",
        "A name at the bottom, and whether that name works there.",
        "Whether the depot's people had been told by then.",
        "The envelope would tell me more than the sheet.",
        "If a customer had got it as a letter, I would keep it.",
    ),
    (NAMELESS, "D"): (
        "Whether it was printed for outside; plans for May are not, as a rule.",
        "A sender; I do not keep what nobody will own.",
    ),
    (DEALER, "U"): (
        "If the dealer's contract with them has a clause on it; ours has none.",
        "Dealers tell everybody their margin, it is how they bargain.",
        "That it was said to make us raise ours, which I take for granted.",
        "Whether it is a year old; terms change each January.",
        "Only a signed promise would change my mind.",
        "If he sells more of theirs than of ours, I would doubt it and still keep it.",
        "Whether three dealers say the same.",
    ),
    (DEALER, "A"): (
        "What the dealer has signed with them, since ours signs not to tell.",
        "A contract in which terms are free to be told.",
        "Whether our own terms are passed on in the same way.",
        "If the margin were printed in an open price list.",
        "Who asked first, the dealer or we.",
    ),
    (TECHNICIAN, "A"): (
        "How long the promise runs; three years may be enough and may not.",
        "Whether the vans can be counted in the yard, then nobody needs a technician.",
        "If it was said to a customer in public.",
        "What the contract says on the customers and on the fleet.",
        "Whether somebody of ours had asked for the number.",
    ),
    (TECHNICIAN, "U"): (
        "That the promise of silence runs for five years.",
        "Vans stand in the street; only if it had been the routes would I ask.",
        "Whether the technician wants a job with us.",
    ),
    (TECHNICIAN, "N"): ("The note does not say whether we sought the technician out.",),
    (FORWARDED, "U"): (
        "That my customer was not allowed to send it, and customers know what they may.",
        "If the customer had taken it from another department.",
        "I did not ask for it; that ought to be enough.",
        "Everybody prints confidential on everything, our own offers too.",
        "Whether the customer wanted us to match it, which is what customers want.",
        "Whether the page with the word was the first or the last that I read.",
    ),
    (FORWARDED, "A"): (
        "Whether the customer had agreed to keep it to himself.",
        "If the word stands there by habit or by agreement.",
        "Who at the customer's pressed the button.",
        "That the rival had released it.",
    ),
    (FORWARDED, "D"): (
        "A letter from the rival that sets it free, and no less.",
        "Nothing that the customer says could help, for it is not his to give.",
        "If the last page were from another document.",
        "That the two had never agreed on any silence, in writing.",
        "The mail can be sent back unopened, which I had never tried.",
        "That the price was opened in public on the same day.",
        "Whoever marks a page means it.",
    ),
    (BEER, "U"): (
        "If mine had asked; he only listened.",
        "Whether it was true, as they say such things to mislead.",
        "Beer is not a contract.",
        "That the two had met on purpose.",
        "Nothing, one cannot unhear it.",
    ),
    (BEER, "A"): (
        "Whether it was a joke.",
        "If our seller told something in return.",
        "On which day the bid was due.",
        "What the two have told each other before.",
    ),
    (BEER, "D"): (
        "That the bid was already open to all.",
        "If it had been about last year's bid and not next week's.",
        "A price that is still to come must not come from them, whoever pays for the beer.",
        "That it had been said on a stage.",
        "I would have to hear that the bid was withdrawn before.",
        "One who sells for us would have to have left the table at once.",
        "Nothing about him; it is about next week.",
        "A witness that it was said to a whole hall.",
    ),
}

# Letter: what arrives, what is done, by whom, how soon, what is written down.
ROWS = {
    "F": ("A customer forwards a rival's offer", "hand_over", "finder", "within_hour",
          "That it came, from a customer, the day; nothing it said"),
    "B": ("A rival's seller speaks of a coming bid", "hand_over", "finder", "within_hour",
          "Place, day, who was there, and that we left"),
    "P": ("A customer names a rival's price unasked", "file", "finder", "that_day",
          "Giver, day, occasion, and whether we may keep it"),
    "S": ("A sheet without a sender", "ask_first", "keeper", "that_day", "Where it lay, who found it, the day"),
    "D": ("A dealer's word on a rival's terms", "ask_first", "finder", "that_week",
          "Dealer, day, who began, consent"),
    "K": ("A dealer's word on a rival's terms", "file", "finder", "that_week", "Dealer, day, occasion, consent"),
    "W": ("Something printed or on the web", "file", "keeper", "that_week", "Address or paper, and the day"),
    "E": ("A new colleague remembers a former employer", "ask_first", "counsel", "that_day",
          "Colleague, last day there, and no word of it"),
    "H": ("A brochure or picture from a fair", "file", "finder", "that_week", "Fair, day, stand"),
}  # fmt: skip
CELLS = ("arrives", "handling", "by_whom", "how_soon", "written_down")

# Up to three rows of each person: sales, marketing, product, in the order of PARTICIPANTS.
PROPOSED = (
    "FPK", "FKP", "BFP", "PK", "KPB", "FBS", "WFP", "WHF", "SWD", "WP", "FHW", "FBE",
    "DFS", "FWD", "EFD", "BSD", "FSW", "EBD",
)  # fmt: skip

# Four dots of each person in the second round.
DOTS = (
    "FFBK", "FKKP", "FBBP", "KKPP", "FFKP", "FBBK", "FFBS", "FBPW", "FBSS", "FBPP", "FFBW", "FFBE",
    "FBDD", "FBSD", "FBED", "FFBD", "FBBS", "FBDE",
)  # fmt: skip

LONGEST = (
    "The customer's price: four facts a time, and it keeps out what I only think I heard.",
    "The dealer's word costs me ten minutes a week and keeps gossip out.",
    "Leaving the table takes an evening; it keeps next week's bid clean.",
    "All the same for me, if the customer's price may be filed from the car.",
    "The dealer again, as I see eleven of them a month.",
    "The forwarded mail: one call, and the offer itself stays out.",
    "Not one of mine takes a seller any time; the web can be filed by one person.",
    "The mail that I must not read, for I shall have to explain it to the customer.",
    "The sheet without a sender costs the finder a walk to my desk and keeps rumours out.",
    "Printed things take two minutes; they keep out what somebody says was printed.",
    "The forwarded offer, since the customer wants an answer to it the same day.",
    "The word on a coming bid: an hour with counsel, and no trace of the figure.",
    "Asking the dealer who began: half a minute, and it keeps our own questions out.",
    "The forwarded offer keeps their drawing away from our designers, which matters more than the minutes.",
    "The new colleague: a talk of an hour at the start, and no limits from memory in our sheets.",
    "The beer; writing down who was there takes a quarter of an hour that nobody likes.",
    "The unsigned sheet, as one has to go and look where it lay.",
    "The colleague's memory: one morning, once, and our comparison stays ours.",
)
"""The row of each person that takes sellers most minutes."""

CLOSING = (
    ("one_desk", 65, "I can ring one person from the car; a form at night I would put off."),
    ("one_desk", 60, "Two days late is better than a lawyer at my customer's door."),
    ("one_desk", 70, "The mail in my phone needs somebody who takes it off me."),
    ("close_and_clean", 50, "If twenty old notes are bad, shut the file, but do not question what I hear tomorrow."),
    ("one_desk", 60, "Elif asks three questions and is done."),
    ("one_desk", 65, "A desk hears that two sellers were told the same story by the same man."),
    ("one_desk", 70, "I would rather print half as much and know where each line came from."),
    ("one_desk", 60, "Each Friday I could read what is new, already checked."),
    ("one_desk", 75, "I will sit at it on Tuesdays and Thursdays."),
    ("two_sources_only", 60, "What is printed and what buyers say is nearly all that I have ever used."),
    ("one_desk", 65, "It stops at the door what we otherwise look for in a heap."),
    ("close_and_clean", 70, "I said out before the policy was turned; some notes in there I would lock today."),
    ("two_sources_only", 65, "A dealer who talks to us talks about us; I can do without."),
    ("one_desk", 65, "Somebody has to be allowed to hand a thing back."),
    ("two_sources_only", 70, "Fewer notes, all of which I may show to a customer."),
    ("one_desk", 60, "The desk can say no to me, too."),
    ("close_and_clean", 60, "Four weeks without the file would teach us which of it we miss."),
    ("two_sources_only", 60, "Our comparisons rest on manuals and on buyers; terms are for others to guess."),
)  # fmt: skip
"""Option, confidence in percent and reason of each person, in the order of PARTICIPANTS."""

RECORD = SampleRecord(
    option="one_desk",
    statement="From 1 December every note on a rival goes to Elif Aydemir, who alone writes to the file; flagged notes "
    "are out of it, or locked by counsel, by 15 December.",
    reasons=(
        "At first two of eighteen would have sent both a forwarded offer and a word on a coming bid out of the house, "
        "and most of sales would have used them; with the policy on the table at least fifteen send each of them out. "
        "Sources are nearly always on record, so the slip is at the entrance and not in the whole file. The dealer's "
        "word is still seen in two ways: five of six in sales keep it, all six in product ask. Against it: a note "
        "reaches sellers two days late."
    ),
    owner="Mara Lindkvist",
    confidence=70,
    figure="flagged_entries",
    expects=0.0,
    objective=1,
    decided_by="consent",
    actions=(
        SampleAction("Lock what is flagged and hand the list, unread, to counsel", "Ada Thomsen", 7),
        SampleAction("Card with the three questions and the desk's number for each seller", "Elif Aydemir", 12),
        SampleAction("Tell dealers and two customers what we do not want to be sent", "Hana Sedláčková", 30),
    ),
    dissents=(
        SampleDissent(
            "rosa",
            "Half of what I know of a rival I know from a buyer's phone. With a desk in between I will still know it "
            "and stop writing it down.",
            is_named=True,
        ),
        SampleDissent("farah", "A desk makes a bad source tidy. I would not keep dealers and former staff at all."),
    ),
    chances=(60, 50, 65, 30, 55, 60, 65, 60, 70, 55, 60, 45, 50, 60, 45, 60, 50, 55),
)


def answers(content: Mapping[str, Any]) -> dict[str, list[Payload]]:
    rounds = {"1": ROUND_1, "2": ROUND_2}
    told = classified(items_of(content, "sorting"), rounds, CLASSES, SENTENCES, lambda note, letter: (note, letter))
    votes = counted(DOTS, lambda letter: ROWS[letter][:2])
    rows = {"1": proposals(lettered(CELLS, ROWS, PROPOSED), LONGEST), "2": dots(content, "protocol", votes)}
    return together(content, {"sorting": told, "protocol": rows})
