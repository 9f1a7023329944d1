"""The arguments that both sample commands share."""

from argparse import ArgumentParser, ArgumentTypeError

from datasets.sample.company import DEALS

FEWEST_DEALS = 1000  # with fewer, the planted effects drown in chance


def add_size_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=7, help="another number, another company")
    parser.add_argument(
        "--deals", type=enough, default=DEALS, help=f"deals of the last three years, {DEALS} unless told"
    )


def enough(text: str) -> int:
    try:
        deals = int(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a whole number") from error
    if deals < FEWEST_DEALS:
        raise ArgumentTypeError(f"at least {FEWEST_DEALS} deals")
    return deals
