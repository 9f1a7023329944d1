"""The only code that writes content: rows are added, none is changed."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from curriculum.items import ItemsFile
from curriculum.loader import Loaded
from curriculum.models import ContentVersion, Curriculum
from curriculum.schema import ContentFile


@transaction.atomic
def store_curriculum(*, loaded: Loaded) -> Curriculum:
    """The curriculum of these files, now the latest. Files that were stored before, word for word, add no row."""
    versions = [
        *(new_version(ContentVersion.Kind.MODULE, str(number), file) for number, file in loaded.modules.items()),
        *(new_version(ContentVersion.Kind.EXERCISE, key, file) for key, file in loaded.exercises.items()),
        *(new_version(ContentVersion.Kind.ITEMS, str(number), file) for number, file in loaded.items.items()),
    ]
    ContentVersion.objects.bulk_create(versions, ignore_conflicts=True)
    digest = sha256("\n".join(sorted(version.digest for version in versions)).encode()).hexdigest()
    curriculum, is_new = Curriculum.objects.update_or_create(digest=digest, defaults={"loaded_at": timezone.now()})
    if is_new:
        curriculum.contents.set(versions)
    return curriculum


def new_version(kind: ContentVersion.Kind, key: str, file: ContentFile | ItemsFile) -> ContentVersion:
    body = file.to_json()
    return ContentVersion(digest=sha256(body.encode()).hexdigest(), kind=kind, key=key, body=body)
