"""What the second round votes on: fixed when the first is revealed, so that everybody gives dots to the same rows."""

from typing import Any

from django.db import transaction

from analysis.answers.disclosure import answers_needed
from analysis.answers.proposals import merged
from analysis.answers.rows import rows_of
from workshops.models import Round, Run
from workshops.revealed import Revealed


@transaction.atomic
def fix_proposals(*, run: Run) -> None:
    """Keeps the merged proposals of the first round with what the run asks (`Run.items`), without who made them.

    Only where enough people proposed rows that more may be shown; else the second round asks for rows again.
    """
    asked = [each for each in run.content["instruments"] if votes_again(each)]
    if not asked:
        return
    locked = Run.objects.select_for_update().get(pk=run.pk)
    frame = Revealed(run).frame([Round.FIRST])
    for instrument in asked:
        rows = rows_of(instrument, frame)
        if rows["participant"].nunique() >= answers_needed(run.content):
            fixed = [each.fixed() for each in merged(instrument["parameters"], rows)]
            key = instrument["key"]
            locked.items = locked.items | {key: locked.items.get(key, {}) | {"proposals": fixed}}
    locked.save(update_fields=["items"])
    run.items = locked.items


def votes_again(instrument: dict[str, Any]) -> bool:
    return bool(instrument["kind"] == "rows" and instrument["parameters"]["rounds"] > 1)
