"""The only code that writes content: rows are added, none is changed."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.actions.audit import record
from accounts.models import Organisation, Person
from curriculum.items import ItemsFile
from curriculum.loader import Loaded
from curriculum.models import ContentVersion, Curriculum, Tailoring, TailoringDraft
from curriculum.patch import Files, Patch, tailored
from curriculum.queries import draft_of, files_of, latest_curriculum, patch_in
from curriculum.schema import ContentFile

ITEMS = ContentVersion.Kind.ITEMS


class StaleDraft(Exception):
    """Somebody else changed the draft since it was read."""


class Unpublishable(Exception):
    """The draft does not fit the book; `problems` says in sentences where."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


@transaction.atomic
def store_curriculum(*, loaded: Loaded) -> Curriculum:
    """The curriculum of these files, now the latest. Files that were stored before, word for word, add no row."""
    versions = [
        *versions_of(Files(loaded.modules, loaded.exercises)),
        *(new_version(ITEMS, str(number), file) for number, file in loaded.items.items()),
    ]
    return curriculum_of(versions, loaded=True)


def versions_of(files: Files) -> list[ContentVersion]:
    return [
        *(new_version(ContentVersion.Kind.MODULE, str(number), file) for number, file in files.modules.items()),
        *(new_version(ContentVersion.Kind.EXERCISE, key, file) for key, file in files.exercises.items()),
    ]


def new_version(kind: ContentVersion.Kind, key: str, file: ContentFile | ItemsFile) -> ContentVersion:
    body = file.to_json()
    return ContentVersion(digest=sha256(body.encode()).hexdigest(), kind=kind, key=key, body=body)


def curriculum_of(versions: list[ContentVersion], *, loaded: bool) -> Curriculum:
    """The set of these versions, stored; a tailored one never becomes the latest."""
    ContentVersion.objects.bulk_create(versions, ignore_conflicts=True)
    digest = sha256("\n".join(sorted(version.digest for version in versions)).encode()).hexdigest()
    now = timezone.now() if loaded else None
    curriculum, is_new = Curriculum.objects.get_or_create(digest=digest, defaults={"loaded_at": now})
    if is_new:
        curriculum.contents.set(versions)
    elif loaded:
        curriculum.loaded_at = now
        curriculum.save(update_fields=["loaded_at"])
    return curriculum


# --- an organisation's own version -----------------------------------------------------------------------------------


@transaction.atomic
def save_draft(*, organisation: Organisation, patch: Patch, started_from: int) -> TailoringDraft:
    """started_from: how often the draft had been saved when the sender read it, 0 for none. Raises StaleDraft."""
    draft, _ = TailoringDraft.objects.select_for_update().get_or_create(
        organisation=organisation, defaults={"patch": patch.model_dump_json()}
    )
    if draft.saves != started_from:
        raise StaleDraft
    draft.patch, draft.saves = patch.model_dump_json(), draft.saves + 1
    draft.save()
    return draft


@transaction.atomic
def discard_draft(*, organisation: Organisation) -> None:
    TailoringDraft.objects.filter(organisation=organisation).delete()


@transaction.atomic
def publish_draft(*, organisation: Organisation, actor: Person) -> Tailoring | None:
    """The draft on the newest book as the organisation's next version; programs that run keep theirs. Audited.

    None where there is no draft. Raises Unpublishable, curriculum.queries.NoSuchContent.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # versions are counted one by one
    draft = draft_of(organisation)
    if draft is None:
        return None
    base = latest_curriculum()
    result = tailored(files_of(base), patch_in(draft.patch))
    if result.problems:
        raise Unpublishable(result.problems)
    made = Tailoring.objects.create(
        organisation=organisation,
        version=(organisation.tailorings.aggregate(last=Max("version"))["last"] or 0) + 1,
        base=base,
        curriculum=curriculum_of([*versions_of(result.files), *base.contents.filter(kind=ITEMS)], loaded=False),
        patch=draft.patch,
        made_by=actor,
    )
    draft.delete()
    record(
        organisation=organisation, actor=actor, action="curriculum.tailor", subject=f"tailoring:{made.pk}",
        detail={"version": made.version, "curriculum": made.curriculum.digest, "base": base.digest},
    )  # fmt: skip
    return made
