"""No prompt, trap, debrief question or option stands in two exercises, not even nearly.

Near: two texts of at least five words share most of them in the same order (`difflib`, by word). Names of options may
be short and alike in form, such as "Hold the price"; what they mean and cost may not.
"""

import re
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from curriculum.loader import load_folder
from curriculum.wording import bullets, questions

NEAR = 0.72
FEWEST_WORDS = 5
EXERCISES = load_folder().exercises


def sayings(file):
    yield from (prompt.text for prompt in file.prompts)
    yield from (text for option in file.options for text in (option.name, option.means, option.cost))
    yield from (text for _line, text in bullets(file.body["Traps"]))
    yield from (text for _line, text in questions(file.body["Debrief"]))


def words_of(text):
    return re.findall(r"[a-z0-9']+", text.lower())


def near_pairs(texts, near=NEAR):
    """[(exercise, exercise, text, text)]; texts: (exercise, text)."""
    told = [(key, text, words_of(text)) for key, text in texts]
    told = [(key, text, words, set(words)) for key, text, words in told if len(words) >= FEWEST_WORDS]
    found = []
    for (key, text, words, bag), (other, text_2, words_2, bag_2) in combinations(told, 2):
        if key != other and 2 * len(bag & bag_2) > 1.2 * min(len(bag), len(bag_2)) and is_near(words, words_2, near):
            found.append((key, other, text, text_2))
    return found


def is_near(words, words_2, near):
    matcher = SequenceMatcher(None, words, words_2, autojunk=False)
    return matcher.real_quick_ratio() > near and matcher.quick_ratio() > near and matcher.ratio() > near


def test_no_text_stands_in_two_exercises_not_even_nearly():
    texts = [(key, text) for key, file in EXERCISES.items() for text in sayings(file)]
    assert len(texts) > 48 * 15
    assert near_pairs(texts) == []


@pytest.mark.parametrize("changed", [str.upper, lambda text: f"{text} then", lambda text: text.replace("who", "which")])
def test_a_text_with_a_word_changed_is_found(changed):
    text = next(iter(EXERCISES["4.1"].prompts)).text
    assert near_pairs([("4.1", text), ("8.8", changed(text))])


def test_two_texts_on_the_same_thing_in_other_words_are_none():
    told = [("4.1", "Which stage would you repair first, and why that one?"), ("5.1", "Where do rivals beat us most?")]
    assert near_pairs(told) == []
