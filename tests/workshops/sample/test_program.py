"""The sample program: made by the real actions, whole, and safe to make again."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Organisation, Role
from datasets.models import Import
from jobs.models import Job
from workshops.listed import figure_or_listed
from workshops.models import Answer, Decision, DraftRevision, Evidence, Program, Reveal, Run, Session, Worksheet
from workshops.queries import answers_frame
from workshops.sample.rooms import rooms

pytestmark = pytest.mark.xdist_group("sample program")


def counts():
    models = (Organisation, Program, Session, Run, Worksheet, Answer, Reveal, Evidence, Decision, Import)
    return {model.__name__: model.objects.count() for model in models}


def test_holds_a_decided_session_and_one_that_answers(sample):
    assert sample.organisation.slug == "sample"
    assert sample.organisation.is_sample
    assert [session.module for session in sample.sessions] == [2, 3, 4, 5]
    exercises = [run.exercise for run in sample.held.runs.order_by("position")]
    assert exercises == [key for key in exercises if key in rooms() and key.startswith("4.")] != []
    assert sample.held.starts_at < timezone.now() < sample.coming.starts_at
    assert_people(sample.program)
    assert_answering(sample.coming.runs.get())
    for run in Run.objects.filter(session__in=[*sample.earlier, sample.held]):
        assert run.step == "decided"
        assert_decided(run)
    assert not Job.objects.filter(state=Job.State.QUEUED).exists()


def assert_people(program):
    roles = [enrolment.role for enrolment in program.enrolments.all()]
    assert {role: roles.count(role) for role in set(roles)} == {
        Role.PARTICIPANT: 18, Role.FACILITATOR: 1, Role.CO_FACILITATOR: 1, Role.SPONSOR: 1,
    }  # fmt: skip
    assert program.organisation.memberships.filter(role=Role.ADMIN).count() == 1
    assert program.objectives.count() == 4


def assert_answering(run):
    assert run.step == Run.Step.ANSWER_1
    assert Answer.objects.filter(worksheet__run=run).values("worksheet").distinct().count() == 15
    assert run.worksheets.filter(done_at__isnull=False).count() == 14
    assert not run.reveals.exists()


def assert_decided(run):
    decision = run.decision
    assert decision.state == Decision.State.CLOSED
    for field in (
        "option",
        "statement",
        "reasons",
        "decided_by",
        "owner",
        "review_on",
        "confidence",
        "digest",
    ):
        assert getattr(decision, field), field
    assert "{" not in decision.statement + decision.reasons
    assert decision.option in {option.key for option in run.file.options}
    findings = decision.evidence.findings
    assert findings.inputs.snapshot == run.session.snapshot.digest
    assert findings.digest == decision.evidence.digest
    assert_expected(decision, figure_or_listed(run.file, findings, decision.expected_figure))
    assert decision.objective is not None
    assert_conditions(decision, findings)
    frame = answers_frame(run)
    assert frame[frame["item"] == "decision"]["participant"].nunique() == 18
    assert {reveal.n for reveal in run.reveals.all()} == {18}


def assert_expected(decision, figure):
    """Of a figure that was computed, another value and not far off; of one that no table gave, a value."""
    if figure.of:
        assert decision.named == figure.of[0]
    assert figure.value != decision.expected_value is not None
    if figure.value is not None:
        assert abs(figure.value - decision.expected_value) < 0.4 * abs(figure.value)


def assert_conditions(decision, findings):
    assert decision.tripwires.count() >= 1
    proposed = {(each.figure, each.op) for each in findings.tripwires}
    listed = {line.name for line in decision.run.file.figures}
    for tripwire in decision.tripwires.all():
        assert (tripwire.figure, tripwire.op) in proposed or (not proposed and tripwire.figure.split(".")[0] in listed)
        assert tripwire.why
    assert 2 <= decision.actions.count() <= 3
    assert decision.dissents.count() >= 1
    assert decision.probabilities.count() == 18


def test_again_changes_nothing_and_leaves_a_visitor_alone(sample, make_again):
    run = sample.coming.runs.get()
    quiet = run.worksheets.filter(answers__isnull=False).first()
    Answer.objects.filter(worksheet=quiet).update(payload={"rates": {"Veltronik": {"reason": "a visitor's"}}})
    before = counts()
    assert make_again() == sample
    assert counts() == before
    assert quiet.answers.get().payload["rates"]["Veltronik"]["reason"] == "a visitor's"


def test_what_stopped_half_way_is_finished(sample, make_again):
    """As if the power had gone while the last decision was written and the room was answering."""
    last = Run.objects.get(exercise="2.5")
    Run.objects.filter(pk=last.pk).update(step=Run.Step.DECIDE)
    DraftRevision.objects.filter(decision__run=last).delete()
    Decision.objects.filter(run=last).update(
        state=Decision.State.DRAFT, closed_at=None, digest="", version=1, option="", statement=""
    )
    late = Worksheet.objects.filter(run__session=sample.coming).order_by("-pk")[:5]
    Answer.objects.filter(worksheet__in=[worksheet.pk for worksheet in late]).delete()
    make_again()
    assert_decided(Run.objects.get(exercise="2.5"))
    assert_answering(sample.coming.runs.get())


def test_another_seed_brings_other_tables_and_keeps_what_was_decided(sample, make_again):
    digests = list(Decision.objects.order_by("pk").values_list("digest", flat=True))
    make_again(seed=8)
    assert Import.objects.count() == 2
    assert list(Decision.objects.order_by("pk").values_list("digest", flat=True)) == digests
    assert sample.held.snapshot.digest != Import.objects.latest("pk").snapshot.digest


def test_the_command_says_what_is_there_and_does_nothing_where_told(sample, capsys):
    call_command("sample_program", deals=2000)
    said = capsys.readouterr().out
    assert "21 people" in said
    assert "2.5 decided" in said
    assert "4.1 decided" in said
    assert "5.1 answer alone" in said
    call_command("sample_program", "--if-none")
    assert "there already" in capsys.readouterr().out
