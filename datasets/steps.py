"""The four steps of an import, as the page head shows them."""

from typing import Any

from django.utils.translation import gettext as _


def steps_at(now: int) -> list[dict[str, Any]]:
    """`now`: 0 upload, 1 map and fix, 2 effect, 3 import."""
    names = [
        (_("Upload"), _("several files at once")),
        (_("Map and fix"), _("columns, rows")),
        (_("Effect"), _("new, changed, rejected")),
        (_("Import"), _("can be undone as one")),
    ]
    states = ["done" if position < now else "now" if position == now else "ahead" for position in range(len(names))]
    return [{"name": name, "note": note, "state": state} for (name, note), state in zip(names, states, strict=True)]
