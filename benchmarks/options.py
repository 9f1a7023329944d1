"""What `bin/bench` can be told."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lines import LEAST_REPEATS

USUAL = ("analysis", "pdf")
NAMES = (*USUAL, "batch", "changed")
DEALS = 200_000  # with 761,000 stage events; 1,320,000 have five million


@dataclass(frozen=True)
class Options:
    """deals: of the tables that are analysed. json: where the JSON lines go instead of to standard output."""

    names: tuple[str, ...] = USUAL
    deals: int = DEALS
    repeats: int = LEAST_REPEATS
    json: Path | None = None


def parsed(arguments: Sequence[str]) -> Options:
    """Ends the process with a message where they make no sense."""
    parser = argparse.ArgumentParser(prog="bin/bench", description="Benchmarks, each against its peer in one run.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; {' and '.join(USUAL)} unless told"
    )
    parser.add_argument(
        "--deals", type=positive, default=DEALS, metavar="N", help=f"deals to analyse; {DEALS} unless told"
    )
    parser.add_argument(
        "--repeats", type=positive, default=LEAST_REPEATS, metavar="N", help="rounds; fewer than 5 show little"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON lines there")
    found = parser.parse_args(arguments)
    if unknown := sorted(set(found.names) - set(NAMES)):
        parser.error(f"there is no benchmark {', '.join(unknown)}; known: {', '.join(NAMES)}")
    return Options(tuple(found.names) or USUAL, found.deals, found.repeats, found.json)


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("is at least 1")
    return value
