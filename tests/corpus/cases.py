"""Malformed files, made here, and what has to be said of each: code, row and column as in the file.

`row` 0: the whole file or column. Whole files that cannot be read at all are in `tests/corpus/unreadable.py`.
"""

from dataclasses import dataclass
from datetime import datetime

from tests.corpus.workbooks import Failed, workbook

HEADER = "deal_id,outcome,created_on,closed_on,stage,amount,currency,discount_pct\n"
SOUND = (
    "D-1,won,2024-01-10,2024-03-01,Closed Won,1000,EUR,0.05\n"
    "D-2,lost,2024-01-12,2024-02-20,Closed Lost,500,EUR,0.1\n"
    "D-3,open,2024-02-01,,Proposal,750.5,EUR,\n"
)
SECOND_BAD = 5  # the row in the file that follows the three sound ones


@dataclass(frozen=True)
class Case:
    """name: of the file. kept: rows of its table that can still be imported."""

    name: str
    content: bytes
    code: str
    row: int = 0
    column: str = ""
    table: str = "deals"
    kept: int = 4


def deal(*cells: str) -> bytes:
    """Three sound deals and a fourth with these cells."""
    return (HEADER + SOUND + ",".join(cells) + "\n").encode()


def bad_deal(code, column, *cells, kept=4) -> Case:
    return Case(f"deals_{code}_{column}.csv", deal(*cells), code, SECOND_BAD, column, kept=kept)


CELLS = (
    bad_deal("impossible_date", "created_on", "D-4", "won", "2024-02-30", "2024-05-01", "", "9", "EUR", ""),
    bad_deal("before_1900", "created_on", "D-4", "won", "1066-10-14", "2024-05-01", "", "9", "EUR", ""),
    bad_deal("unreadable_date", "closed_on", "D-4", "won", "2024-02-01", "some day", "", "9", "EUR", ""),
    bad_deal("unreadable_number", "amount", "D-4", "won", "2024-02-01", "2024-05-01", "", "much", "EUR", ""),
    bad_deal("unreadable_number", "discount_pct", "D-4", "won", "2024-02-01", "2024-05-01", "", "9", "EUR", "some"),
    bad_deal("not_finite", "amount", "D-4", "won", "2024-02-01", "2024-05-01", "", "inf", "EUR", ""),
    bad_deal("decimal_marks", "amount", "D-4", "won", "2024-02-01", "2024-05-01", "", "1.5.0", "EUR", ""),
    bad_deal("formula", "amount", "D-4", "won", "2024-02-01", "2024-05-01", "", "=cmd()", "EUR", ""),
    bad_deal("markup", "amount", "D-4", "won", "2024-02-01", "2024-05-01", "", "<b>9</b>", "EUR", ""),
    bad_deal("error_value", "stage", "D-4", "won", "2024-02-01", "2024-05-01", "#REF!", "9", "EUR", ""),
    bad_deal("negative_amount", "amount", "D-4", "won", "2024-02-01", "2024-05-01", "", "-5", "EUR", ""),
    bad_deal("too_large", "discount_pct", "D-4", "won", "2024-02-01", "2024-05-01", "", "9", "EUR", "870"),
    bad_deal("closed_before_created", "closed_on", "D-4", "won", "2024-05-01", "2024-02-01", "", "9", "EUR", ""),
    bad_deal("open_but_closed", "closed_on", "D-4", "open", "2024-02-01", "2024-05-01", "Proposal", "9", "EUR", ""),
    bad_deal("future_date", "created_on", "D-4", "open", "2999-02-01", "", "Proposal", "9", "EUR", ""),
    bad_deal("unknown_outcome", "outcome", "D-4", "maybe", "2024-02-01", "2024-05-01", "", "9", "EUR", "", kept=3),
    bad_deal("missing_value", "outcome", "D-4", "", "2024-02-01", "2024-05-01", "", "9", "EUR", "", kept=3),
    bad_deal("missing_key", "deal_id", "", "won", "2024-02-01", "2024-05-01", "", "9", "EUR", "", kept=3),
    bad_deal("duplicate_key", "deal_id", "D-1", "won", "2024-02-01", "2024-05-01", "", "9", "EUR", "", kept=3),
    bad_deal("control_character", "stage", "D-4", "won", "2024-02-01", "2024-05-01", "Pro\x00posal", "9", "EUR", ""),
    bad_deal("too_long", "stage", "D-4", "won", "2024-02-01", "2024-05-01", "long " * 900, "9", "EUR", ""),
    bad_deal("outcome_contradicts_stage", "outcome", "D-4", "won", "2024-02-01", "2024-05-01", "Lost", "9", "EUR", ""),
)


def table_case(name, text, code, row=0, column="", table="deals", kept=1, encoding="utf-8") -> Case:
    return Case(name, text.encode(encoding), code, row, column, table, kept)


WHOLE_TABLES = (
    Case("deals_two_currencies.csv", deal("D-4", "won", "2024-02-01", "", "", "9", "USD", ""), "mixed_currencies", 0,
         "currency"),
    table_case("deals_short_row.csv", HEADER + SOUND + "D-4,won\n", "short_rows", SECOND_BAD, kept=4),
    table_case("deals_long_row.csv", HEADER + SOUND + "D-4,won,,,,,,,more,and\n", "long_rows", SECOND_BAD, kept=4),
    table_case("deals_doubled_header.csv", "deal_id,outcome,amount,amount\nA,won,1,2\n", "doubled_header", 0,
               "amount (2)"),
    table_case("SalesPersonQuotaHistory.csv",
               "274\t2022-05-30 00:00:00.000\t28000.0000\t99109BBF-8693-4587-BC23-6036EC89E1BE\t2022-04-15 00:00\n",
               "headers_from_layout", table="targets"),
    table_case("SalesTerritoryHistory.csv",
               "275\t2\t2022-05-30 00:00:00.000\t\t8563CE6A-00FF-47D7-BA4D-3C3E1CDEF531\t2023-11-22 00:00:00.000\n",
               "layout_without_table", table="", kept=0),
    table_case("deals_empty_header.csv", "deal_id,,outcome\nA,x,won\n", "empty_header", 0, "Column 2"),
    table_case("deals.csv", "deal_id,amount,created_on,closed_on\nA,1,2024-01-01,2024-02-01\n",
               "lacks_columns", table="", kept=0),
    table_case("deals_header_alone.csv", HEADER, "no_rows", kept=0),
    table_case("deals_windows_1252.csv", "deal_id,outcome,stage\nA,won,Größe\n", "encoding", encoding="cp1252"),
    table_case("deals_which_date.csv", "deal_id,outcome,closed_on\nA,won,03/04/2024\n", "ambiguous_dates", 0,
               "closed_on"),
    table_case("deals_expected_early.csv",
               "deal_id,outcome,created_on,expected_close_on\nA,open,2024-05-01,2024-01-01\n",
               "expected_before_created", 2, "expected_close_on"),
    table_case("deals_quoted_newline.csv", 'deal_id,outcome,amount,stage\nA,won,1,"two\nlines"\nB,won,x,s\n',
               "unreadable_number", 3, "amount", kept=2),
    table_case("deals_blank_lines.csv", "deal_id,outcome,amount\nA,won,1\n\n\nB,won,x\n", "unreadable_number", 5,
               "amount", kept=2),
    table_case("deals_under_a_title.csv", "Opportunities of this year,,\ndeal_id,outcome,amount\nA,won,x\n",
               "unreadable_number", 3, "amount"),
    table_case("deals_semicolons.csv", "deal_id;outcome;amount\nA;won;1.234,50\nB;won;1,5,0\n", "decimal_marks", 3,
               "amount", kept=2),
    table_case("deals_tabs.csv", "deal_id\toutcome\tamount\nA\twon\tten\n", "unreadable_number", 2, "amount"),
    table_case("deals_utf16.csv", "deal_id,outcome,amount\nA,won,zehn\n", "unreadable_number", 2, "amount",
               encoding="utf-16"),
    table_case("deals_bom.csv", "\ufeffdeal_id,outcome,amount\nA,won,dix\n", "unreadable_number", 2, "amount"),
    table_case("deals_right_to_left.csv", "deal_id,outcome,stage,amount\nא,won,שלום,עשר\n", "unreadable_number", 2,
               "amount"),
    table_case("deals_emoji.csv", "deal_id,outcome,stage,amount\n🚀,won,🎯,💰\n", "unreadable_number", 2, "amount"),
    table_case("deals_markup.csv", 'deal_id,outcome,amount\nA,won,"<script>alert(1)</script>"\n', "markup", 2,
               "amount"),
    table_case("deals_formula_date.csv", "deal_id,outcome,closed_on\nA,won,=TODAY()\n", "formula", 2, "closed_on"),
    Case("events_unknown_deal.xlsx",
         workbook({"deals": [["deal_id", "outcome"], ["A", "won"]],
                   "stage_events": [["deal_id", "stage", "entered_at"], ["B", "Proposal", datetime(2024, 3, 4)]]}),
         "unknown_reference", 0, "deal_id", "stage_events", kept=1),
    table_case("events_left_early.csv",
               "deal_id,stage,entered_at,exited_at\nD-1,Proposal,2024-02-05,2024-02-01\n", "exited_before_entered", 2,
               "exited_at", table="stage_events"),
    table_case("events_same_moment.csv",
               "deal_id,stage,entered_at\nD-1,Proposal,2024-02-05\nD-1,Proposal,2024-02-05\n", "duplicate_row", 3, "",
               table="stage_events"),
    table_case("accounts_misspelt.csv", "account_id,name,industry\nA-1,Anchor,technolgy\n", "likely_misspelling", 2,
               "industry", table="accounts"),
    table_case("accounts_latitude.csv", "account_id,name,latitude,longitude\nA-1,Anchor,north,10\n",
               "unreadable_number", 2, "latitude", table="accounts"),
    table_case("accounts_south_of_the_pole.csv", "account_id,name,latitude,longitude\nA-1,Anchor,-95,10\n",
               "too_small", 2, "latitude", table="accounts"),
    table_case("events_negative_stay.csv",
               "deal_id,stage,entered_at,days_in_stage\nD-1,Proposal,2024-02-05,-3\n", "negative_duration", 2,
               "days_in_stage", table="stage_events"),
    Case("deals_of_no_stage.xlsx",
         workbook({"deals": [["deal_id", "outcome", "stage"], ["A", "open", "Limbo"]],
                   "stages": [["stage", "position", "kind"], ["Qualify", 1, "open"]]}),
         "unknown_stage", 2, "stage", kept=1),
    Case("deals_failed_formula.xlsx",
         workbook({"Deals": [["deal_id", "outcome", "amount"], ["A", "won", 5], ["B", "won", Failed("#DIV/0!")]]}),
         "error_value", 3, "amount", kept=2),
    table_case("stages_position.csv", "stage,position,kind\nQualify,first,open\n", "unreadable_number", 2, "position",
               table="stages", kept=0),
    table_case("stages_kind.csv", "stage,position,kind\nQualify,1,sideways\n", "unknown_value", 2, "kind",
               table="stages", kept=0),
    table_case("targets_period.csv", "period,unit_type,unit_id,target\n2024-Q9,region,North,100\n",
               "unreadable_period", 2, "period", table="targets", kept=0),
    table_case("leads_won.csv", "lead_id,channel,won\nL-1,Web,perhaps\n", "unreadable_flag", 2, "won", table="leads"),
    Case("deals_hidden_sheet.xlsx",
         workbook({"Deals": [["deal_id", "outcome"], ["A", "won"]], "Old": [["x"]]}, hide=["Old"]), "hidden_sheet",
         kept=1),
    Case("deals_sheet_number.xlsx",
         workbook({"Deals": [["deal_id", "outcome", "amount"], ["A", "won", 5], ["B", "lost", "five"]]}),
         "unreadable_number", 3, "amount", kept=2),
    Case("deals_sheet_date.xlsx",
         workbook({"Deals": [["deal_id", "outcome", "closed_on"], ["A", "won", datetime(2024, 3, 4)],
                             ["B", "won", "soon"]]}),
         "unreadable_date", 3, "closed_on", kept=2),
    Case("deals_sheet_title.xlsx",
         workbook({"Deals": [["Our deals"], [], ["deal_id", "outcome", "amount"], ["A", "won", "x"]]}, merge="A1:C1"),
         "unreadable_number", 4, "amount", kept=1),
)  # fmt: skip
