"""Which header becomes which column: what CRM systems write, and what people write in sheets of their own."""

import csv
import re
from functools import cache
from pathlib import Path

from datasets.cells import plain
from datasets.schemas import TABLES

FOLDER = Path(__file__).parent
PREFIXES = re.compile(r"^(\(do not modify\)\s*|deal\s*-\s*|property_|hs_)", re.I)
# Tickets would have to be counted per account and month; one row each is no usage.
NOT_READ = {"Tickets"}


def normal(header: str) -> str:
    """A header without case, blanks, marks, a CRM's prefixes, and the suffix of custom fields."""
    return plain(re.sub(r"__c$", "", PREFIXES.sub("", header.strip())))


@cache
def profiles() -> dict[str, dict[str, tuple[str, str]]]:
    """{table: {normalised header: (column or columns joined by |, where it is known from)}}."""
    known = {
        name: {plain(column.name): (column.name, "same name") for column in t.columns} for name, t in TABLES.items()
    }
    for entry in entries("crm_headers.csv"):
        if entry["export"] not in NOT_READ and is_column(entry["table"], entry["column"]):
            target = (entry["column"], f"a header of {entry['crm'].title()}")
            known[entry["table"]].setdefault(normal(entry["header"]), target)
    for entry in entries("synonyms.csv"):
        known[entry["table"]].setdefault(normal(entry["header"]), (entry["column"], "a usual name"))
    return known


def entries(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def is_column(table: str, columns: str) -> bool:
    return bool(columns) and all(column in TABLES[table].by_name for column in columns.split("|"))
