"""The plan of a scenario as a workbook: moves, territories before and after, settings, provenance."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from analysis.catalogue import wording
from analysis.company.territories.territories import read_territories
from analysis.findings import Findings
from workshops.actions.scenarios import inputs_of
from workshops.models import Scenario

Cells = Sequence[Any]


def book_of(scenario: Scenario) -> bytes:
    """XLSX. Sellers stand by name, for who runs the room has to tell them; findings themselves name none."""
    findings = scenario.findings
    if findings is None:
        raise ValueError(f"{scenario} was not made yet.")
    sellers = sellers_of(scenario) if findings.rows("tiles") else {}
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for title, heads, rows in sheets(scenario, findings, sellers):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, heads, head)
            for number, row in enumerate(rows, 1):
                sheet.write_row(number, 0, row)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads) - 1, 18)
    return out.getvalue()


def sellers_of(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """{territory: (id, name)} of the tables that the scenario was made of."""
    found = read_territories(inputs_of(scenario.run, scenario.snapshot)).sellers
    return {row["territory"]: (row["rep_id"], row["name"]) for row in found.to_dict("records")}


def sheets(
    scenario: Scenario, findings: Findings, sellers: Mapping[str, tuple[str, str]]
) -> Iterable[tuple[str, Cells, Iterable[Cells]]]:
    """Title, heads, rows of each sheet."""
    yield _("Moves"), *moves(findings, sellers)
    yield _("Territories"), *territories(findings, sellers)
    yield _("Settings"), (_("Setting"), _("Value")), settings_rows(scenario)
    yield _("Provenance"), (_("What"), _("Value")), provenance_rows(scenario, findings)


def moves(findings: Findings, sellers: Mapping[str, tuple[str, str]]) -> tuple[Cells, Iterable[Cells]]:
    heads = (
        _("Account"), _("Name"), _("Region"), _("From"), _("Seller today"), _("To"), _("New seller"), _("Potential"),
        _("Customer who loses a seller"), _("Won in 12 months"), _("Latest deal begun"),
    )  # fmt: skip
    rows = (
        (row["account"], row["name"], row["region"], row["from_territory"], name_of(row["from_territory"], sellers),
         row["to_territory"], name_of(row["to_territory"], sellers), row["potential"],
         _("yes") if row["customer"] else _("no"), row["amount"], row["last_contact"])
        for row in findings.rows("moved_accounts")
    )  # fmt: skip
    return heads, rows


def name_of(territory: str, sellers: Mapping[str, tuple[str, str]]) -> str:
    seller, name = sellers.get(territory, ("", ""))
    return f"{name} ({seller})" if seller and name != seller else seller


def territories(findings: Findings, sellers: Mapping[str, tuple[str, str]]) -> tuple[Cells, Iterable[Cells]]:
    heads = (
        _("Territory"), _("Seller"), _("Region"), _("Accounts today"), _("Accounts after"), _("Potential today"),
        _("Potential after"), _("Of the mean today"), _("Of the mean after"), _("Load today"), _("Load after"),
    )  # fmt: skip
    names = list(dict.fromkeys(row["scenario"] for row in findings.rows("tiles")))
    before, after = ({row["territory"]: row for row in findings.rows("tiles") if row["scenario"] == name}
                     for name in names[:2]) if len(names) > 1 else ({}, {})  # fmt: skip
    rows = (
        (territory, name_of(territory, sellers), row["region"],
         *(side[territory][key] for key in ("accounts", "potential", "ratio", "load") for side in (before, after)))
        for territory, row in sorted(before.items())
    )  # fmt: skip
    return heads, rows


def settings_rows(scenario: Scenario) -> Iterable[Cells]:
    asked = scenario.settings
    yield _("Scenario"), scenario.name
    yield _("Customers who keep their seller, at least"), asked["kept"]
    yield _("Counts as even, either side of the mean"), asked["tolerance"]
    yield _("Most that a seller may come to, of the selling days"), asked["most_load"]
    yield _("Accounts may go to a region next door"), _("yes") if asked["across"] else _("no")


def provenance_rows(scenario: Scenario, findings: Findings) -> Iterable[Cells]:
    run = scenario.run
    yield _("Program"), run.session.program.title
    yield _("Session"), run.session.title
    yield _("Exercise"), run.exercise
    yield _("Made at"), scenario.made_at.isoformat() if scenario.made_at else ""
    yield _("As of"), findings.inputs.as_of.isoformat()
    yield _("Snapshot of the tables"), findings.inputs.snapshot
    yield _("Code"), findings.inputs.code
    yield _("Findings"), scenario.digest
    for warning in findings.warnings:
        yield _("Read with care"), wording(findings.exercise).say(warning)
