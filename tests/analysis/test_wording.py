"""Sentences of findings: names, families of names, and numbers that choose their words."""

import re

import pytest

from analysis.answers import WORDS as ANSWERED
from analysis.catalogue import discover
from analysis.findings import Message
from analysis.wording import SHARED, Wording, known_as, mid_sentence

WORDS = {
    "left_out": "{n:,} {n:deal has|deals have} no day",
    "two": "{open} {open:deal is|deals are} open and {gone} {gone:was|were} withdrawn",
    "share": "{rate:.0%} of {n} {n:deal|deals}",
    "room_choice_*": "Votes",
}
# a number and at once a word in the plural, which is wrong for 1: "{n} deals", "{count} groups"
PLURAL = re.compile(
    r"^\{\w+(?::,)?\} (?:\w+ ){0,2}?(?!is|was|has|less|this|plus|others)\w+s (?:have|are|were|do|\w+[^s])\b"
)


@pytest.mark.parametrize(
    ("code", "arguments", "said"),
    [
        ("left_out", {"n": 0}, "0 deals have no day"),
        ("left_out", {"n": 1}, "1 deal has no day"),
        ("left_out", {"n": 1200}, "1,200 deals have no day"),
        ("two", {"open": 1, "gone": 2}, "1 deal is open and 2 were withdrawn"),
        ("two", {"open": 2, "gone": 1}, "2 deals are open and 1 was withdrawn"),
        ("share", {"rate": 0.125, "n": 8}, "12% of 8 deals"),
        ("contradictory_dates", {"n": 1}, "1 deal closes before its day of creation and has no age here"),
    ],
)
def test_a_number_chooses_its_words(code, arguments, said):
    assert Wording(WORDS).say(Message(code, arguments)) == said


def test_braces_and_bars_in_a_name_stay_what_they_are():
    spoken = Wording({"named": "{group} has {n}"}).say(Message("named", {"group": "A|B {n} {x.y}", "n": 3}))
    assert spoken == "A|B {n} {x.y} has 3"


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        Wording(WORDS).say(Message("never_heard_of"))


def test_words_are_translated_whole():
    german = {"{n:,} {n:deal has|deals have} no day": "{n:,} {n:Geschäft hat|Geschäfte haben} keinen Tag"}
    wording = Wording(WORDS, lambda text: german.get(text, text))
    assert wording.say(Message("left_out", {"n": 1})) == "1 Geschäft hat keinen Tag"


def test_a_key_of_a_family_has_its_words():
    assert known_as("room_choice_method", WORDS) == "room_choice_*"
    assert Wording(WORDS).name("room_choice_method") == "Votes"
    assert known_as("left_out", WORDS) == "left_out"


def test_a_name_within_a_sentence():
    assert (mid_sentence("Our work"), mid_sentence("CRM data")) == ("our work", "CRM data")


def templates():
    """Sentences that begin with a count."""
    files = [("shared", SHARED), ("answers", ANSWERED), *((key, module.WORDS) for key, module in discover().items())]
    return [(key, name, text) for key, words in files for name, text in words.items() if text.startswith("{")]


def test_no_sentence_begins_with_one_deals():
    assert [each for each in templates() if PLURAL.match(each[2])] == []
