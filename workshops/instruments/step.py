from dataclasses import dataclass
from typing import Any

Payload = dict[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One screen of a worksheet: an instrument, and the case of it where it has several.

    key: stands in URLs and forms. title: what the strip of steps calls it. question: what is asked. template: draws it.
    """

    key: str
    kind: str
    title: str
    question: str
    instrument: dict[str, Any]
    template: str
    item: dict[str, Any] | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        parameters: dict[str, Any] = self.instrument["parameters"]
        return parameters
