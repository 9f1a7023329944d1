"""Keeping files as they came."""

import hashlib
import uuid
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import Organisation, Person
from datasets.models import Upload


@transaction.atomic
def store_upload(*, organisation: Organisation, name: str, content: bytes, uploaded_by: Person | None = None) -> Upload:
    """Under a random name, outside the web root; what the sender called it stays on the row."""
    path = default_storage.save(f"uploads/{organisation.pk}/{uuid.uuid4().hex}", ContentFile(content))
    return Upload.objects.create(
        organisation=organisation,
        uploaded_by=uploaded_by,
        name=Path(name).name[-255:] or "file",
        path=path,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def content_of(upload: Upload) -> bytes:
    with default_storage.open(upload.path) as file:
        content: Any = file.read()
    return bytes(content)
