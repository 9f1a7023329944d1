"""One thing is changed behind the back of the actions; the command names it, and nothing else."""

from datetime import date
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from workshops.actions.decisions import add_dissent, add_tripwire, close_decision, save_decision
from workshops.actions.evidence import freeze_evidence
from workshops.models import Answer, Decision, Dissent, Evidence, Reveal, Run, Tripwire


@pytest.fixture
def decision(session_with_tables, answered_by_all, program, room):
    run = answered_by_all(session_with_tables.runs.get(), Run.Step.DECIDE)
    freeze_evidence(run=run)
    decision = save_decision(
        decision=run.decision, started_from=1, option="prove_and_respond", named="Proposal", statement="A desk",
        decided_by="majority", owner="Hana", review_on=date(2027, 3, 1), confidence=70, expected_figure="win_rate",
        expected_value=0.4,
    )  # fmt: skip
    add_tripwire(decision=decision, figure="win_rate", op="<", threshold=0.3, window={"since": "decision"}, min_n=40)
    enrolment = program.enrolments.get(membership__person=room[0])
    add_dissent(decision=decision, enrolment=enrolment, text="It will take nine days.")
    return close_decision(decision=decision)


@pytest.fixture
def verify(capsys):
    """Runs the command; exit code and what it named."""

    def verify(*options):
        try:
            call_command("verify_evidence", *options)
        except CommandError as error:
            return error.returncode, capsys.readouterr().err.splitlines()
        return 0, capsys.readouterr().out.splitlines()

    return verify


def test_what_was_not_touched_passes(decision, verify):
    code, (said,) = verify("--recompute")
    assert code == 0
    assert said == "1 pieces of evidence and all that they rest on are as they were."


def test_a_byte_of_the_findings_is_found(decision, verify):
    evidence = Evidence.objects.get()
    Evidence.objects.update(body=bytes(evidence.body).replace(b'"n":60', b'"n":61', 1))
    code, (named,) = verify()
    assert code == 1
    assert named.startswith(f"evidence {evidence.pk}, exercise 4.1")


def test_a_byte_of_a_parquet_file_is_found(decision, verify, snapshot):
    path = snapshot.tables["deals"]["path"]
    with default_storage.open(path) as file:
        content = bytearray(file.read())
    content[len(content) // 2] ^= 1
    default_storage.delete(path)
    default_storage.save(path, ContentFile(bytes(content)))
    code, (named,) = verify()
    assert code == 1
    assert "table deals: its Parquet file is not what was written" in named


def test_a_parquet_file_that_is_gone_is_found(decision, verify, snapshot):
    default_storage.delete(snapshot.tables["stage_events"]["path"])
    code, (named,) = verify()
    assert (code, "table stage_events: its Parquet file is gone" in named) == (1, True)


def test_a_changed_answer_is_found(decision, verify):
    answer = Answer.objects.order_by("pk").first()
    answer.payload["causes"]["Proposal"]["category"] = "pricing"
    answer.save()
    code, (named,) = verify()
    assert code == 1
    assert named.startswith(f"answer {answer.pk}, round 1, revision 1, exercise 4.1")


def test_an_answer_with_its_leaf_changed_too_is_found_by_what_it_was_counted_in(decision, verify):
    answer = Answer.objects.order_by("pk").first()
    Answer.objects.filter(pk=answer.pk).update(leaf="0" * 64)
    code, named = verify()
    assert code == 1
    assert [line.split(" ")[0] for line in named] == ["evidence", "answer", "reveal"]


def test_an_erased_answer_is_no_difference(decision, verify):
    Answer.objects.filter(pk=Answer.objects.order_by("pk").first().pk).update(payload=None, salt=None)
    code, lines = verify("--recompute")
    assert (code, lines[0].startswith("erased: evidence")) == (0, True)


def test_a_changed_dissent_is_found(decision, verify):
    Dissent.objects.update(text="It will take eight days.")
    code, named = verify()
    assert code == 1
    assert [line.split(",")[0].split(" ")[0] for line in named] == ["decision", "dissent"]


@pytest.mark.parametrize("change", [{"owner": "Omar"}, {"statement": "No desk"}, {"expected_value": 0.41}])
def test_a_changed_record_is_found(decision, verify, change):
    Decision.objects.update(**change)
    code, (named,) = verify()
    assert (code, named.startswith(f"decision {decision.pk}, exercise 4.1")) == (1, True)


def test_a_changed_tripwire_is_found_by_its_decision(decision, verify):
    Tripwire.objects.update(threshold=0.2)
    assert verify()[0] == 1


def test_a_reveal_of_fewer_answers_is_found(decision, verify):
    reveal = Reveal.objects.get(round="1")
    reveal.answers.remove(reveal.answers.first())
    code, named = verify()
    assert code == 1
    assert [line.split(" ")[0] for line in named] == ["evidence", "reveal"]


def test_other_numbers_by_the_same_code_are_a_difference(decision, verify):
    refreeze(lambda body: body.replace(b'"n":60', b'"n":61', 1))
    Decision.objects.update(digest="")  # it names the evidence's former digest
    code, (named,) = verify("--recompute")
    assert (code, "computed again, its numbers differ" in named) == (1, True)


def test_other_numbers_by_other_code_are_drift(decision, verify):
    code = Evidence.objects.get().findings.inputs.code.encode()
    refreeze(lambda body: body.replace(b'"n":60', b'"n":61', 1).replace(code, b"0" * 64))
    Decision.objects.update(digest="")
    exit_code, lines = verify("--recompute")
    assert (exit_code, lines[0].startswith("drift: evidence")) == (0, True)


def refreeze(change):
    """Other findings, hashed as if they had been frozen."""
    body = change(bytes(Evidence.objects.get().body))
    Evidence.objects.update(body=body, digest=sha256(body).hexdigest())
