"""What an exercise's analysis is called in its field, for `docs/methods.md`."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Method:
    """name: the methods, as a statistician would look them up. sources: as "Author (year), journal, pages".

    assumes: what must hold, a clause each, first what fails most often in practice.
    """

    name: str
    assumes: tuple[str, ...]
    sources: tuple[str, ...]
