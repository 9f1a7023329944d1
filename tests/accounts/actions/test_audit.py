from hashlib import sha256

import pytest
from django.db import transaction

from accounts.actions.audit import key_of, record
from accounts.models import AuditChain, AuditEntry
from accounts.queries import differences


def test_an_entry_says_who_did_what_under_an_opaque_key(organisation, facilitator):
    entry = record(organisation=organisation, actor=facilitator, action="run.reveal", subject="run 7", detail={"n": 18})
    assert (entry.number, entry.action, entry.subject, entry.detail) == (1, "run.reveal", "run 7", {"n": 18})
    assert entry.actor == facilitator.subject_key.key
    assert facilitator.name not in str(AuditEntry.objects.values().get())


def test_the_system_acts_under_no_key(organisation):
    assert record(organisation=organisation, actor=None, action="job.swept", subject="job 1").actor is None


def test_entries_are_chained_and_the_head_follows(organisation, trail):
    first, second, third = trail
    assert first.previous == "0" * 64
    assert (second.previous, third.previous) == (first.digest, second.digest)
    chain = AuditChain.objects.get(organisation=organisation)
    assert (chain.length, chain.head) == (3, third.digest)


def test_the_hash_is_over_canonical_json_that_anyone_can_write_down(organisation):
    entry = record(organisation=organisation, actor=None, action="run.reveal", subject="run 7", detail={"n": 18.0})
    body = (
        f'{{"action":"run.reveal","actor":null,"at":"{entry.at.isoformat(timespec="microseconds")}",'
        f'"detail":{{"n":18}},"number":1,"organisation":{organisation.pk},"previous":"{"0" * 64}","subject":"run 7"}}'
    )
    assert entry.digest == sha256(body.encode()).hexdigest()


def test_what_comes_back_from_the_database_hashes_alike(organisation):
    detail = {"threshold": 0.30000000000000004, "stage": "Verhandlung u\u0308ber", "n": 12.0, "none": None}
    record(organisation=organisation, actor=None, action="decision.close", subject="decision 1", detail=detail)
    assert list(differences(AuditChain.objects.get())) == []


def test_each_organisation_has_a_chain_of_its_own(trail, other_organisation):
    assert record(organisation=other_organisation, actor=None, action="session.create", subject="session 9").number == 1


def test_an_entry_goes_with_the_transaction_that_it_tells_of(organisation, trail):
    def reveal_and_fail():
        with transaction.atomic():
            record(organisation=organisation, actor=None, action="run.reveal", subject="run 8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        reveal_and_fail()
    assert AuditChain.objects.get().length == 3
    assert list(differences(AuditChain.objects.get())) == []


@pytest.mark.django_db(transaction=True)
def test_entries_written_at_once_stand_in_one_line(organisation, race):
    def write(number):
        return lambda: record(organisation=organisation, actor=None, action="answer.erase", subject=f"answer {number}")

    written = race(*[write(number) for number in range(6)])
    assert sorted(entry.number for entry in written) == [1, 2, 3, 4, 5, 6]
    assert list(differences(AuditChain.objects.get())) == []


def test_a_person_has_one_key(facilitator):
    assert key_of(facilitator) == key_of(facilitator)


def test_erasing_a_person_leaves_the_trail_whole_and_the_key_without_a_name(trail, facilitator):
    key = facilitator.subject_key
    facilitator.memberships.all().delete()
    facilitator.delete()
    key.refresh_from_db()
    assert key.person is None
    assert list(differences(AuditChain.objects.get())) == []
