import pytest
from django.core.management import call_command

from accounts.models import AuditChain, AuditEntry


def verify(capsys, *arguments):
    """Exit code, what stands on stdout, what on stderr."""
    try:
        call_command("verify_audit", *arguments)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, *capsys.readouterr()


def test_a_whole_trail_passes_and_its_head_is_printed(trail, capsys):
    assert verify(capsys) == (0, f"nordhafen  3 entries  head {trail[-1].digest}\n", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("action", "run.close"),
        ("subject", "session 99"),
        ("detail", {"n": 17}),
        ("actor", None),
        ("at", "2026-01-01T00:00:00Z"),
        ("digest", "f" * 64),
    ],
)
def test_a_changed_entry_is_named(trail, capsys, field, value):
    AuditEntry.objects.filter(number=2).update(**{field: value})
    code, _, said = verify(capsys)
    assert code == 1
    assert "nordhafen: entry 2 (run." in said
    assert "entry 1 " not in said


def test_a_missing_entry_is_named(trail, capsys):
    AuditEntry.objects.filter(number=2).delete()
    assert verify(capsys)[0::2] == (
        1,
        "nordhafen: entry 2 is missing: entry 3 (output.download session 3) stands in its place\n",
    )


def test_a_tail_cut_from_the_entries_alone_is_seen_at_the_head(trail, capsys):
    AuditEntry.objects.filter(number=3).delete()
    code, _, said = verify(capsys)
    assert (code, "head counts 3 entries" in said) == (1, True)


def test_a_tail_cut_with_its_head_is_seen_by_a_printed_head(trail, capsys):
    printed = trail[2].digest
    AuditEntry.objects.filter(number=3).delete()
    AuditChain.objects.update(length=2, head=trail[1].digest)
    assert verify(capsys)[0] == 0
    assert verify(capsys, "--head", printed[:12])[0::2] == (1, f"no entry has the hash {printed[:12]}\n")


def test_a_printed_head_that_stands_passes(trail, capsys):
    assert verify(capsys, "--head", trail[1].digest[:12])[0] == 0


def test_without_an_organisation_there_is_nothing_to_differ(db, capsys):
    assert verify(capsys) == (0, "", "")
