"""Unpacks the fonts of the printed output, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.fonts import FontsMissing, build_fonts


class Command(BaseCommand):
    help = "Unpack the fonts of the printed output from node_modules. Safe to repeat."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = build_fonts(settings.BASE_DIR / "node_modules", settings.FONT_DIR)
        except FontsMissing as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{written} fonts unpacked." if written else "Fonts are unpacked already.")
