"""Tables wider than the paper: broken words first, then rows as columns, then columns in words, then pieces."""

from reports.composing.grid import PAPER, Cell, Printable, width
from reports.composing.tables import printable


def table(columns, rows):
    said = [{"key": name, "label": label, "unit": unit} for name, (label, unit) in columns.items()]
    return printable({"key": "t", "title": "What each field tells", "columns": said, "rows": rows})


NAMES = ["Lead source", "Segment", "Product", "Region", "Amount", "Consent"]


def wide(n):
    columns = {"field": ("Field", "")}
    row = {"field": "Lead source"}
    for number in range(n):
        columns |= {
            f"share_{number}": (f"Filled in quarter {number}", "fraction"),
            f"share_{number}_low": ("Lower", "fraction"),
            f"share_{number}_high": ("Upper", "fraction"),
        }
        row |= {f"share_{number}": 0.5, f"share_{number}_low": 0.4123, f"share_{number}_high": 0.6123}
    return table(columns, [row | {"field": name} for name in NAMES])


def test_a_table_that_fits_stays_whole():
    whole = wide(2)
    assert whole.pieces == [whole]


def test_a_wide_one_comes_in_pieces_and_no_cell_is_lost():
    whole = wide(6)
    parts = whole.pieces
    assert [part.caption for part in parts] == [
        f"What each field tells ({number} of {len(parts)})" for number in range(1, len(parts) + 1)
    ]
    assert len(parts) > 1
    assert [cell for part in parts for cell in part.heads[1:]] == whole.heads[1:]
    for number, row in enumerate(whole.rows):
        assert [cell for part in parts for cell in part.rows[number][1:]] == row[1:]


def test_every_piece_fits_and_begins_with_the_name_of_the_row():
    for part in wide(6).pieces:
        assert sum(width(part, place) for place in range(len(part.heads))) <= PAPER
        assert [row[0].text for row in part.rows] == NAMES


def test_an_interval_is_not_torn_from_its_value():
    for part in wide(6).pieces:
        assert part.heads[1].text != "95 % interval"


def test_one_column_wider_than_paper_stands_alone():
    long = {"field": "Segment", "a": "x" * 200, "b": "short"}
    parts = table({"field": ("Field", ""), "a": ("Words", ""), "b": ("More", "")}, [long]).pieces
    assert [[head.text for head in part.heads] for part in parts] == [["Field", "Words"], ["Field", "More"]]


def test_pieces_are_of_about_the_same_width():
    first, second = (sum(width(part, place) for place in range(len(part.heads))) for part in wide(5).pieces)
    assert abs(first - second) < PAPER / 3


def test_more_than_two_pieces_do_not_come_on_paper_and_what_is_left_out_is_named():
    parts = wide(12).pieces
    assert [part.caption[-8:] for part in parts] == ["(1 of 2)", "(2 of 2)"]
    assert parts[0].note == ""
    assert parts[1].note.startswith("On the exercise’s page, not on paper: Filled in quarter ")
    assert parts[1].note.endswith("; Filled in quarter 11.")


def of_columns(**columns):
    """Those columns between a name and enough numbers to make the table too wide."""
    words = [Cell(name) for name in ("Field", *columns)]
    rows = [[Cell(name), *(Cell(texts[place]) for texts in columns.values())] for place, name in enumerate(NAMES)]
    fill = [[Cell(f"{number}{place}" + "0" * 10, is_number=True) for number in range(6)] for place in range(len(rows))]
    heads = [*words, *(Cell(f"Fill {number}", is_number=True) for number in range(6))]
    return Printable("Title", heads, [row + more for row, more in zip(rows, fill, strict=True)])


def test_a_column_that_says_the_same_in_every_row_is_told_once():
    (part,) = of_columns(Deals=["453 of all the deals"] * 6).pieces
    assert [head.text for head in part.heads[:2]] == ["Field", "Fill 0"]
    assert part.note == "Deals: 453 of all the deals in every row."


def test_a_column_that_says_nothing_in_most_rows_is_told_in_words():
    (part,) = of_columns(Needed=["—", "the segment’s own plan", "—", "—", "the law", "—"]).pieces
    assert [head.text for head in part.heads[:2]] == ["Field", "Fill 0"]
    assert part.note == "Needed: Segment the segment’s own plan; Amount the law."


def test_a_table_that_fits_keeps_such_columns():
    same = table({"field": ("Field", ""), "a": ("Deals", "deals")}, [{"field": name, "a": 3} for name in NAMES])
    assert same.pieces == [same]


def test_words_are_broken_before_a_table_is():
    heads = [Cell(f"Head {number}") for number in range(6)]
    (part,) = Printable("Title", heads, [[Cell("words that are broken") for _ in heads] for _ in NAMES]).pieces
    assert part.keeps < len("words that are broken")


def test_a_few_rows_of_many_columns_are_turned():
    heads = [Cell("Level"), *(Cell(f"A share of number {number}", is_number=True) for number in range(14))]
    rows = [[Cell(name), *(Cell(f"{name[0]}{number}", is_number=True) for number in range(14))] for name in NAMES[:3]]
    (part,) = Printable("Title", heads, rows).pieces
    assert [head.text for head in part.heads] == ["Level", *NAMES[:3]]
    assert [cell.text for cell in part.rows[1]] == ["A share of number 1", "L1", "S1", "P1"]
