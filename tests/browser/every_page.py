"""Which pages there are to look at: every URL that answers with a page, for each kind of person who may see it."""

from dataclasses import dataclass

from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.factories.worlds import NEEDS

# Of several roles with the same page the first is looked at; people who see pages of their own follow.
ONE_FOR_ALL = ("facilitator", "admin", "participant", "sponsor", "nobody")
OWN_PAGES = {
    "workshops:run": ("participant",),
    "workshops:decision": ("participant",),
    "workshops:program": ("participant", "sponsor"),
    "workshops:programs": ("participant", "sponsor"),
    "workshops:session": ("participant",),
    "reports:program": ("sponsor",),
    "reports:session": ("participant", "sponsor"),
    "assessments:papers": ("participant",),
    "reports:sponsor": ("participant", "sponsor"),
}
LEFT_OUT = {"healthz"}  # a word for machines


@dataclass(frozen=True)
class Look:
    """One page as one kind of person sees it."""

    name: str
    role: str
    address: str

    @property
    def file(self):
        return f"{self.name.replace(':', '-')}--{self.role}"


def looks(people, arguments):
    """Those that can be had. people: role → person. arguments(name): what its URL needs, as far as it is there."""
    for name in sorted(set(NEEDS) - LEFT_OUT):
        try:
            known = arguments(name)
            address = reverse(name, kwargs={key: known[key] for key in NEEDS[name]})
        except (KeyError, NoReverseMatch):
            continue
        roles = [role for role in ONE_FOR_ALL if role in people and is_page(people[role], address)]
        for role in dict.fromkeys([*roles[:1], *(role for role in OWN_PAGES.get(name, ()) if role in roles)]):
            yield Look(name, role, address)


def is_page(person, address):
    """Whether it answers with a whole page: no file, no fragment, no way to another page."""
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(address)
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return False
    return b"<!doctype html>" in response.content[:200].lower()
