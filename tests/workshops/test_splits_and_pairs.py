"""A room that shares out a total and compares criteria in pairs, from the form to the reveal of the second round."""

import pytest
from django.urls import reverse
from django.utils import timezone

from curriculum.actions import store_curriculum
from tests.workshops.both import EXERCISE, load_both, vote_payload, walk
from tests.workshops.splits_and_pairs import SHARES_AND_PAIRS, first_payload, second_payload
from workshops.actions.programs import create_session
from workshops.models import Answer, Round, Run
from workshops.revealed import Revealed
from workshops.room import reveal_state
from workshops.steps import open_round

Step = Run.Step


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load_both(tmp_path_factory.mktemp("content") / "content", SHARES_AND_PAIRS)


@pytest.fixture
def curriculum(db, loaded):
    return store_curriculum(loaded=loaded)


@pytest.fixture
def run(program):
    return create_session(program=program, module=4, exercises=[EXERCISE], starts_at=timezone.now()).runs.get()


def answer(run, place):
    if open_round(run.step) == "vote":
        return vote_payload()
    payload = first_payload(place) if open_round(run.step) == "1" else second_payload(place)
    return payload | {"split": payload["split"] | {"reason": f"Person {place} saw it"}}


@pytest.fixture
def at(run, room, program):
    return lambda to: walk(run, room, program, to, answer=answer)


@pytest.fixture
def post(client, participant):
    """What the first participant sends of a screen; by autosave unless told."""

    def post(run, screen, autosave=True, **values):
        client.force_login(participant)
        address = reverse("workshops:save_answer", args=[run.pk, "1", screen])
        headers = {"HX-Request": "true"} if autosave else {}
        return client.post(address, {"started_from": 0, **values}, headers=headers, follow=not autosave)

    return post


def shown_at(run, round_):
    return reveal_state(Revealed(run), round_)


def test_a_split_is_saved_before_it_adds_up(at, post):
    response = post(at(Step.ANSWER_1), "split", **{"share-0": "40"})
    assert response.status_code == 200
    assert Answer.objects.get().payload["split"]["amounts"] == {"Win rate": 40}


def test_done_comes_back_to_a_split_that_does_not_add_up(at, post):
    response = post(at(Step.ANSWER_1), "split", autosave=False, go="finish", **{"share-0": "40"})
    assert "60 left" in response.content.decode()


def test_without_a_script_the_rest_is_split_on_the_same_screen(at, post):
    response = post(at(Step.ANSWER_1), "split", autosave=False, edit="rest", **{"share-0": "40"})
    html = response.content.decode()
    assert 'name="share-3" value="20"' in html
    assert "left: all 100 points are shared out" in html


def test_autosave_tells_of_contradictions_once_all_are_compared(at, post):
    run = at(Step.ANSWER_1)
    codes = dict(zip([f"pair-{place}" for place in range(6)], ["3", "3", "1/9", "3", "3", "3"], strict=True))
    few = post(run, "weights", **{"pair-0": "3"}).content.decode()
    assert "data-note" not in few
    address = reverse("workshops:save_answer", args=[run.pk, "1", "weights"])
    whole = post(run, "weights", **{**codes, "started_from": 1}).content.decode()
    assert "data-note" in whole, address
    assert "They pull against each other" in whole
    assert "Strength of rivals is extremely more important than Growth" in whole


def test_the_reveal_draws_both_and_says_what_moved(at):
    shown = shown_at(at(Step.REVEAL_2), Round.SECOND).shown
    assert {drawing.key for drawing in shown.drawings} == {"room_allocate", "room_pairwise"}
    titles = {drawing.key: drawing.title for drawing in shown.drawings}
    assert titles["room_allocate"].startswith("Discount went from ") or " went from " in titles["room_allocate"]
    figures = {figure["key"]: figure["value"] for figure in shown.figures}
    assert figures["group_mean.1.Win rate"] == "40.8"
    assert figures["group_mean.2.Win rate"] == "37.5"
    assert {"group_cosine.1", "group_consistency_ratio.2", "group_weight.2.Growth"} <= set(figures)


def test_keys_are_not_shown(at):
    shown = shown_at(at(Step.REVEAL_1), Round.FIRST).shown
    heads = {table["key"]: [column["label"] for column in table["columns"]] for table in shown.tables}
    assert heads["room_allocate"][:4] == ["Round", "Case", "Mean", "Median"]
    assert heads["room_pairwise"][:3] == ["Round", "Criterion", "Weight"]


def test_sentences_stand_together_without_the_amount_beside_them(at):
    (case,) = shown_at(at(Step.REVEAL_1), Round.FIRST).sentences
    assert case["name"] == "How many of the 100 points does each figure on the dashboard get?"
    assert {text["value"] for text in case["texts"]} == {""}
    assert len(case["texts"]) == 6


def test_the_second_sheet_begins_with_the_first_answer(at, client, participant):
    run = at(Step.ANSWER_2)
    client.force_login(participant)
    html = client.get(reverse("workshops:run", args=[run.pk]) + "?screen=split").content.decode()
    assert 'name="share-0" value="40"' in html
    html = client.get(reverse("workshops:run", args=[run.pk]) + "?screen=weights").content.decode()
    assert "What follows from your comparisons" in html
