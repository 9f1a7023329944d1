"""What composing a document gives."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Composed:
    """html: the whole document. people: the counts behind the partition of people that it prints, if it prints one."""

    html: str
    people: dict[str, int] = field(default_factory=dict)
