"""Instruments that ask item by item: a screen each."""

from typing import Any

from workshops.instruments.step import Step


def screens(instrument: dict[str, Any], kind: str, template: str) -> list[Step]:
    """One step per item, in the exercise's order, its question the prompt with the item's name in it."""
    parameters = instrument["parameters"]
    prompt = parameters.get("items_prompt") or parameters.get("prompt") or "{item}"
    return [
        Step(
            key=f"{instrument['key']}-{place}",
            kind=kind,
            title=item["name"],
            question=fill(prompt, item["name"]),
            instrument=instrument,
            template=template,
            item=item,
        )
        for place, item in enumerate(parameters["items"], start=1)
    ]


def fill(prompt: str, name: str) -> str:
    """The prompt with the item's name in place of whatever it calls it: {stage}, {product}, {unit} …"""
    before, brace, rest = prompt.partition("{")
    return f"{before}{name}{rest.partition('}')[2]}" if brace else prompt


def item_of(step: Step) -> str:
    """Key of the item that the screen asks about."""
    assert step.item  # noqa: S101 — an item's screen has its item
    return str(step.item["key"])
