"""How allauth and axes are told what our people sign in with."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited by address or join with a room's code; nobody signs up by themselves."""
        return False


def attempted_login(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The address under which failed sign-ins are counted, from whichever form or backend it comes."""
    given = credentials or {}
    address = given.get("email") or given.get("username") or request.POST.get("login", "")
    return str(address).strip().lower()
