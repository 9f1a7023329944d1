"""An exercise that asks for settings and for rows, made from the shipped 4.1; and what a room of six answers to it."""

import re
from shutil import copytree

from curriculum.loader import CONTENT, load_folder
from tests.curriculum.conftest import said_anew
from workshops.actions.answers import open_worksheet, save_answer
from workshops.actions.steps import advance
from workshops.sample.sheets import dots
from workshops.steps import next_step, open_round

EXERCISE = "4.9"
INSTRUMENTS = """instruments:
- key: limits
  kind: threshold
  parameters:
    prompt: Up to which discount may a rep sign alone, and from which deal size does somebody ask?
    settings:
      - {key: discount, name: Discount a rep may give, unit: percent, least: 0, most: 0.4, step: 0.01, means: Above it somebody has to approve.}
      - {key: size, name: Smallest deal that is asked about, unit: money, least: 0, most: 200000, step: 5000, means: Below it nobody asks.}
    backtest: {table: policies, shows: [kept, waited]}
    ask_reason: one sentence on a deal you have seen
    rounds: 2
  practice:
    - {case: "A deal of 3,000 waits nine days for a signature.", key: size, tempting: discount, why: "Its size should have let it pass."}
- key: rules
  kind: rows
  parameters:
    prompt: Which rules shall hold when a deal is reviewed?
    columns:
      - {key: rule, name: Rule, help: "One sentence that can be checked"}
      - {key: owner, name: Owner}
      - {key: strength, name: How strict, choices: [{key: must, name: Must}, {key: may, name: May}], required: false}
    same_by: [rule]
    most_rows: 3
    dots: 4
    checks:
      - {covers: owner, names: [Finance], says: Finance owns none of the rules}
    rounds: 2
"""  # noqa: E501 — as a content file has it


def load_both(folder, instruments=INSTRUMENTS):
    """The shipped content with exercise 4.9 beside it; other instruments where a test brings its own."""
    copytree(CONTENT, folder)
    text = (folder / "exercises" / "4.1-where-deals-drop.md").read_text(encoding="utf-8")
    text = text.replace('id: "4.1"', 'id: "4.9"').replace("slug: where-deals-drop", "slug: limits-and-rules")
    text = re.sub(r"instruments: .*?(?=\nballots:)", lambda _: instruments, text, flags=re.DOTALL)
    text = said_anew(text)
    (folder / "exercises" / "4.9-limits-and-rules.md").write_text(text, encoding="utf-8")
    return load_folder(folder)


FIRST_LIMITS = [(0.05, 20_000), (0.10, 50_000), (0.10, 50_000), (0.20, 80_000), (0.30, 100_000), (0.40, 150_000)]
RULES = [
    ["Two who did not sell it read it", "Nobody decides alone"],
    ["two who did not sell it read it."],
    ["Ask the customer"],
    ["Nobody decides alone"],
    ["Ask the customer"],
    ["Write it down on the same day"],
]
DOTS = [{"Ask the customer": 3}, {"Ask the customer": 2, "Nobody decides alone": 1}] + [{"Ask the customer": 1}] * 4


def first_payload(place):
    discount, size = FIRST_LIMITS[place]
    rows = [{"rule": rule, "owner": "Sales", "strength": "must"} for rule in RULES[place]]
    return {
        "limits": {"settings": {"discount": discount, "size": size}, "reason": f"Deal number {place}"},
        "rules": {"rows": rows, "reason": ""},
    }


def second_payload(content, place):
    return {
        "limits": {"settings": {"discount": 0.15, "size": 50_000}, "reason": ""},
        "rules": dots(content, "rules", DOTS)[place],
    }


def vote_payload():
    return {"decision": {"option": "prove_and_respond", "confidence": 70, "reason": ""}}


def payload_of(run, place):
    round_ = open_round(run.step)
    if round_ == "vote":
        return vote_payload()
    return first_payload(place) if round_ == "1" else second_payload(run.content, place)


def walk(run, people, program, to, *, voters=None, answer=payload_of):
    """The run at `to`; each round that opens before is answered by these people, the second by `voters` of them."""
    while run.step != to:
        run = advance(run=run, to=next_step(run.step, run.rounds))
        if open_round(run.step) and run.step != to:
            answering = people if open_round(run.step) == "1" or voters is None else people[:voters]
            for place, person in enumerate(answering):
                enrolment = program.enrolments.get(membership__person=person)
                worksheet = open_worksheet(run=run, enrolment=enrolment)
                save_answer(worksheet=worksheet, payload=answer(run, place), started_from=0, done=True)
    return run
