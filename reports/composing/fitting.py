"""What fits on a page: a drawing gives way as far as its letters allow, what still does not fit goes further back."""

from collections.abc import Sequence
from typing import TypeVar

from reports.composing import space
from reports.composing.grid import Printable
from reports.composing.pictures import Picture

NEARLY = 0.1  # millimetres by which a drawing that fills its room may seem too tall
Thing = TypeVar("Thing", Picture, Printable, Picture | Printable)


def height_of(*things: Picture | Printable) -> float:
    """Millimetres that they take together."""
    return sum(space.of_picture(thing.svg) if isinstance(thing, Picture) else space.of_table(thing) for thing in things)


def smaller(pictures: Sequence[Picture], room: float) -> list[Picture]:
    """Drawn to fill the room, where that keeps their letters readable: the sentence above each stays as large."""
    words = sum(space.of_picture(picture.svg) - space.of_drawing(picture.svg) for picture in pictures)
    scale = space.scale_to(height_of(*pictures) - words, room - words)
    return [picture.scaled(scale) for picture in pictures]


def has_place(pictures: Sequence[Picture], room: float, slack: float = NEARLY) -> bool:
    """Whether they all fit, drawn smaller if need be."""
    return height_of(*smaller(pictures, room)) <= room + slack


def fitted(pictures: list[Picture], room: float) -> list[Picture]:
    """As many of the first as fit, drawn smaller where that helps; the first in any case."""
    many = next((many for many in range(len(pictures), 1, -1) if has_place(pictures[:many], room)), 1)
    return smaller(pictures[:many], room)


def fitting(things: Sequence[Thing], room: float, slack: float = 0.0) -> list[Thing]:
    """Those that fit, one after the other, in their order."""
    own: list[Thing] = []
    for thing in things:
        if (height := height_of(thing)) <= room + slack:
            own.append(thing)
            room -= height
    return own
