from reports.composing.tables import printable
from reports.composing.wide import PAPER, pieces, width


def table(columns, rows):
    said = [{"key": name, "label": label, "unit": unit} for name, (label, unit) in columns.items()]
    return printable({"key": "t", "title": "What each field tells", "columns": said, "rows": rows})


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
    return table(columns, [row, row | {"field": "Segment"}])


def test_a_table_that_fits_stays_whole():
    whole = wide(2)
    assert pieces(whole) == [whole]


def test_a_wide_one_comes_in_pieces_and_no_cell_is_lost():
    whole = wide(9)
    parts = pieces(whole)
    assert [part.caption for part in parts] == [
        f"What each field tells ({number} of {len(parts)})" for number in range(1, len(parts) + 1)
    ]
    assert len(parts) > 1
    assert [cell for part in parts for cell in part.heads[1:]] == whole.heads[1:]
    for number, row in enumerate(whole.rows):
        assert [cell for part in parts for cell in part.rows[number][1:]] == row[1:]


def test_every_piece_fits_and_begins_with_the_name_of_the_row():
    for part in pieces(wide(9)):
        assert sum(width(part, place) for place in range(len(part.heads))) <= PAPER
        assert [row[0].text for row in part.rows] == ["Lead source", "Segment"]


def test_an_interval_is_not_torn_from_its_value():
    for part in pieces(wide(9)):
        assert part.heads[1].text != "95 % interval"


def test_one_column_wider_than_paper_stands_alone():
    long = {"field": "Segment", "a": "x" * 200, "b": "short"}
    parts = pieces(table({"field": ("Field", ""), "a": ("Words", ""), "b": ("More", "")}, [long]))
    assert [[head.text for head in part.heads] for part in parts] == [["Field", "Words"], ["Field", "More"]]
