"""Checks every organisation's audit chain and prints its head."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import AuditChain, AuditEntry
from accounts.queries import differences


class Command(BaseCommand):
    help = "Re-hash the audit trail; exit 1 and name the entry where it is not what was written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="HASH",
            help="a head printed in a document, or its first digits: must be in a chain, else the chain's tail was cut",
        )

    def handle(self, *, head: list[str], **options: Any) -> None:
        found = [f"{chain.organisation.slug}: {text}" for chain in chains() for text in differences(chain)]
        found += [f"no entry has the hash {wanted}" for wanted in head if not is_known(wanted)]
        for chain in chains():
            self.stdout.write(f"{chain.organisation.slug}  {chain.length} entries  head {chain.head}")
        for difference in found:
            self.stderr.write(difference)
        if found:
            raise SystemExit(1)


def chains() -> list[AuditChain]:
    return list(AuditChain.objects.select_related("organisation").order_by("organisation__slug"))


def is_known(head: str) -> bool:
    return AuditEntry.objects.filter(digest__startswith=head.lower()).exists()
