"""A patch laid onto the book: words, minutes, order, what is added and left out; and what does not fit is told."""

import pytest

from curriculum.loader import faults_in, load_folder, read_added
from curriculum.patch import Files, NewOrder, NewText, NewTime, Patch, tailored
from curriculum.problems import ContentErrors
from curriculum.wordable import wordables
from tests.curriculum.conftest import own_exercise


@pytest.fixture(scope="module")
def book():
    loaded = load_folder()
    return Files(loaded.modules, loaded.exercises)


def text(file, *place, says):
    return Patch(texts=(NewText(file=file, place=place, text=says),))


def test_an_empty_patch_changes_nothing(book):
    result = tailored(book, Patch())
    assert (result.files, result.problems) == (book, ())


def test_a_text_is_worded_otherwise_and_nothing_else(book):
    result = tailored(book, text("4.1", "options", "rival_play", "name", says="Have a play ready for one rival"))
    assert result.problems == ()
    file, before = result.files.exercises["4.1"], book.exercises["4.1"]
    assert {option.key: option.name for option in file.options}["rival_play"] == "Have a play ready for one rival"
    assert [o for o in file.options if o.key != "rival_play"] == [o for o in before.options if o.key != "rival_play"]
    assert file.model_dump(exclude={"options"}) == before.model_dump(exclude={"options"})


@pytest.mark.parametrize("key", ["4.1", "4"])
def test_everything_that_may_be_worded_can_be(book, key):
    file = book.exercises.get(key) or book.modules[int(key)]
    for each in wordables(file):
        says = f"{each.text} Indeed." if each.is_long else f"{each.text} indeed"
        result = tailored(book, text(key, *each.place, says=says))
        assert result.problems == (), each.place
        made = result.files.exercises.get(key) or result.files.modules[int(key)]
        assert next(word.text for word in wordables(made) if word.place == each.place) == says.strip("\n")


def test_a_step_takes_longer_in_front_matter_script_and_shortest_way(book):
    before = book.exercises["4.1"]
    step = before.steps[2]
    new = NewTime(exercise="4.1", step=step.n, minutes=step.minutes + 7, minimum=step.minimum + 2)
    result = tailored(book, Patch(times=(new,)))
    file = result.files.exercises["4.1"]
    assert result.problems == ()
    assert (file.minutes, file.minimum) == (before.minutes + 7, before.minimum + 2)
    assert faults_in(file) == []
    assert f"{before.minimum + 2} minutes" in " ".join(file.body["Short of time"].split())


def test_an_exercise_is_left_out_of_its_module_and_the_others_keep_their_order(book):
    result = tailored(book, Patch(hidden=("4.3",)))
    assert "4.3" not in result.files.exercises
    assert result.files.modules[4].exercises == tuple(key for key in book.modules[4].exercises if key != "4.3")


def test_exercises_stand_in_the_order_asked_for_then_as_in_the_book(book):
    result = tailored(book, Patch(orders=(NewOrder(module=4, exercises=("4.6", "4.2")),)))
    rest = [key for key in book.modules[4].exercises if key not in ("4.6", "4.2")]
    assert result.files.modules[4].exercises == ("4.6", "4.2", *rest)


def test_an_exercise_of_ones_own_stands_behind_those_of_the_book(book):
    result = tailored(book, Patch(added=(own_exercise(),)))
    assert result.problems == ()
    assert result.files.exercises["4.7"].title == "Our own way of losing"
    assert result.files.modules[4].exercises[-1] == "4.7"


UNFIT = {
    "no such file": (text("4.9", "question", says="Why?"), "no such file"),
    "no such text": (text("4.1", "options", "no_such", "name", says="Else"), "no such text"),
    "no such section": (text("4.1", "body", "Songs", says="La"), "no such section"),
    "step that is none": (Patch(times=(NewTime(exercise="4.1", step=40, minutes=5, minimum=5),)), "no such step"),
    "least above planned": (Patch(times=(NewTime(exercise="4.1", step=1, minutes=5, minimum=6),)), "more than the 5"),
    "hidden already": (Patch(hidden=("4.9",)), "no such exercise"),
    "module without exercise": (Patch(hidden=tuple(f"4.{n}" for n in range(1, 7))), "no exercise left"),
    "banned word": (text("4.1", "question", says="How do we leverage this?"), "says nothing"),
    "script of other minutes": (
        text("4.1", "body", "Step by step", says='**1. Frame (99).** "Go."'), "99 minutes here",
    ),
    "own that is taken": (Patch(added=(own_exercise().replace('"4.7"', '"4.1"'),)), "is taken"),
    "own that is broken": (Patch(added=("# no front matter",)), "line 1"),
}  # fmt: skip


@pytest.mark.parametrize(("patch", "said"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit_is_said_in_a_sentence(book, patch, said):
    problems = tailored(book, patch).problems
    assert any(said in problem for problem in problems), problems


def test_a_broken_exercise_of_ones_own_is_named_by_line():
    broken = own_exercise().replace("priority: must\n", "priority: urgent\n", 1)
    with pytest.raises(ContentErrors) as caught:
        read_added(broken)
    line = broken[: broken.index("priority: urgent")].count("\n") + 1
    assert (line, "literal_error") in [(problem.line, problem.code) for problem in caught.value.problems]
