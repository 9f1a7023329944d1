"""What `manage.py check` says about this installation, each with an id and what to do about it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution

LOOSE = {"'unsafe-inline'", "'unsafe-eval'", "*"}
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


@register("build")
def check_assets(**options: Any) -> list[CheckMessage]:
    built = Path(settings.BASE_DIR) / "build" / "assets" / "chartroom.css"
    if built.exists():
        return []
    return [Caution("The style sheet and scripts are not built.", hint="Run bin/setup.", id="chartroom.W001")]


@register("build")
def check_fonts(**options: Any) -> list[CheckMessage]:
    if any(Path(settings.FONT_DIR).glob("**/*.ttf")):
        return []
    hint = "Run bin/setup, or manage.py build_fonts once npm ci has run."
    return [Caution("The fonts of the printed output are not unpacked.", hint=hint, id="chartroom.W002")]


@register(Tags.security)
def check_public_url(**options: Any) -> list[CheckMessage]:
    url = urlsplit(settings.PUBLIC_URL)
    if url.scheme == "https" or url.hostname in LOCAL_NAMES:
        return []
    text = f"PUBLIC_URL is {settings.PUBLIC_URL}: cookies and answers would cross the network in the clear."
    return [Caution(text, hint="Serve it over HTTPS and set PUBLIC_URL to the https:// address.", id="chartroom.W003")]


@register(Tags.security)
def check_secret_key(**options: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= 32:
        return []
    return [Error("SECRET_KEY is too short to sign with.", hint="Leave it unset: one is made.", id="chartroom.E001")]


@register(Tags.database)
def check_one_host(**options: Any) -> list[CheckMessage]:
    """SQLite is a file of this machine: a broker elsewhere means workers that cannot see it."""
    elsewhere = urlsplit(settings.REDIS_URL).hostname not in (*LOCAL_NAMES, None)
    if not (elsewhere and "sqlite3" in settings.DATABASES["default"]["ENGINE"]):
        return []
    text = "The broker is on another host, and the database is an SQLite file that only this one can read."
    return [Error(text, hint="Set DATABASE_URL to a PostgreSQL server.", id="chartroom.E002")]


@register(Tags.security)
def check_content_policy(**options: Any) -> list[CheckMessage]:
    """The pages hold no inline script or style; a policy that allows them would hide one that slipped in."""
    directives: dict[str, list[str]] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = [name for name, sources in directives.items() if not LOOSE.isdisjoint(sources)]
    if not loose:
        return []
    text = f"The content security policy is loose in {', '.join(loose)}."
    return [Error(text, hint="Serve scripts and styles as files, or with the nonce.", id="chartroom.E003")]
