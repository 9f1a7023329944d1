"""How often one address may try something that could be guessed."""

from django.core.cache import cache
from django.http import HttpRequest


def count_failure(request: HttpRequest, what: str, seconds: int) -> None:
    """One more failed try at `what` from the request's address, forgotten `seconds` after the first."""
    key = cache_key(request, what)
    cache.add(key, 0, seconds)
    cache.incr(key)


def has_failed_too_often(request: HttpRequest, what: str, limit: int) -> bool:
    return int(cache.get(cache_key(request, what), 0)) >= limit


def cache_key(request: HttpRequest, what: str) -> str:
    return f"failures:{what}:{request.META.get('REMOTE_ADDR', '')}"
