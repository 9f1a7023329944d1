import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation, Person, Role


def test_the_first_admin_can_sign_in_by_code(db, capsys, client, mailoutbox):
    call_command("add_organisation", "Nordhafen Instruments", "--admin", "vera@example.com")
    membership = Organisation.objects.get().memberships.get()
    assert (membership.role, membership.person.email) == (Role.ADMIN, "vera@example.com")
    assert "/accounts/login/code/" in capsys.readouterr().out
    client.post("/accounts/login/code/", {"email": "vera@example.com"})
    assert mailoutbox[0].to == ["vera@example.com"]


def test_a_wrong_address_makes_nothing(db):
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("add_organisation", "Nordhafen", "--admin", "vera")
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()
