"""The sample cohort's papers: a believable gain, planted; the same wherever it is made; safe to repeat."""

import pytest
from django.core.management import call_command

from accounts.models import Organisation
from assessments.models import Learning, Sitting
from assessments.queries import learning_of


@pytest.fixture
def cohort(program, enrolled):
    """Eighteen who are asked."""
    return [enrolled(f"p{n:02}") for n in range(18)]


@pytest.fixture
def made(program, cohort):
    Organisation.objects.filter(pk=program.organisation_id).update(is_sample=True)
    call_command("sample_papers")
    return learning_of(program, 4)


def test_everybody_gained_but_on_gates_and_some_are_too_sure(made):
    assert made.headline.code == "some_gained"
    gains = {row["skill"]: row for row in made.table("gain_by_skill").rows}
    assert gains["Stage-specific cause"]["change"] > 20
    assert not gains["Value of a gate"]["clear"]
    assert made.figure("gain_points").n == 18
    assert made.figure("overconfidence").value > 0.05


def test_a_second_time_nothing_is_made(made):
    call_command("sample_papers")
    assert (Sitting.objects.count(), Learning.objects.count()) == (36, 1)


def test_other_organisations_are_left_alone(program, cohort):
    call_command("sample_papers")
    assert not Sitting.objects.exists()
