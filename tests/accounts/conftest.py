import pytest

from accounts.actions.audit import record


@pytest.fixture
def trail(organisation, facilitator):
    """Three entries of one organisation."""

    def entry(action, number):
        return record(organisation=organisation, actor=facilitator, action=action, subject=f"session {number}")

    return [entry("session.create", 1), entry("run.reveal", 2), entry("output.download", 3)]


@pytest.fixture
def sample(organisation):
    organisation.is_sample = True
    organisation.save()
    return organisation
