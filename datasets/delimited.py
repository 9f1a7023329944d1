"""Delimited text: encoding, delimiter, rows. Clean files take the fast road, odd ones the careful one."""

import csv
import io
from collections import Counter
from itertools import islice

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from datasets.headers import header_position, looks_like_data, name_headers
from datasets.layouts import Layout, fitting
from datasets.problems import BadInput, Note

DELIMITERS = (",", ";", "\t", "|")
TITLES = 15  # lines in which a header is looked for
NO_LINE = -1  # above the header, and not the header either: there is none
MAX_HEADER = 2_000_000  # characters of one line
TEXT = pd.StringDtype(na_value=float("nan"))
csv.field_size_limit(16 * 1024 * 1024)


def read_delimited(content: bytes, file: str = "") -> tuple[pd.DataFrame, list[Note]]:
    """`file`: its name, by which the layout of one without a header row is known. Raises BadInput."""
    text, notes = decode(content)
    if len(text[: MAX_HEADER + 1].split("\n", 1)[0]) > MAX_HEADER:
        raise BadInput("header_too_long", "The first line is longer than any header.", row=1)
    delimiter = sniff(text)
    start = list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), TITLES))
    skipped = header_position(start)
    header = start[skipped]
    if not any(cell.strip() for cell in header):
        raise BadInput("blank_header", "The header row is empty.", row=skipped + 1)
    if layout := layout_of(file, start, skipped):
        rows, ragged = read_carefully(text, delimiter, layout.names, NO_LINE)
        return rows, [*notes, layout.note(), *ragged]
    quick = None if skipped or "\x00" in text[:4096] else read_fast(text, delimiter, header)
    if quick is not None:
        return quick, notes
    rows, ragged = read_carefully(text, delimiter, header, skipped)
    return rows, [*notes, *ragged]


def layout_of(file: str, start: list[list[str]], skipped: int) -> Layout | None:
    """Of a file that begins with a row of data: the known layout that it fits."""
    return fitting(file, start) if not skipped and looks_like_data(name_headers(list(start[0]))) else None


def decode(content: bytes) -> tuple[str, list[Note]]:
    """UTF-8, UTF-16 and, where neither fits, Windows-1252. Raises BadInput for what is no text."""
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(bom):
            return decoded(content, encoding), []
    sample = content[:4096]
    if sample.count(b"\x00") > len(sample) // 4:
        return decoded(content, "utf-16-le" if sample[1:2] == b"\x00" else "utf-16-be"), []
    if sum(byte < 9 or 13 < byte < 32 for byte in sample) > len(sample) // 20:
        raise BadInput("binary_file", "This is not a text file, workbook or Parquet file.")
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        return text, [Note("", "", "encoding", "Not UTF-8: read as Windows-1252; look at the accents")]


def decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(
            "wrong_encoding", f"The text says it is {encoding} and is not, from byte {error.start:,} on."
        ) from error


def sniff(text: str) -> str:
    """The delimiter that cuts the first lines into the same number of cells most often, and into most cells."""
    sample = text[:200_000]
    return max(DELIMITERS, key=lambda delimiter: regularity(sample, delimiter))


def regularity(sample: str, delimiter: str) -> tuple[float, int]:
    widths = [len(row) for row in islice(csv.reader(io.StringIO(sample), delimiter=delimiter), 60) if row]
    if not widths:
        return 0, 0
    width, times = Counter(widths).most_common(1)[0]
    return (times / len(widths) if width > 1 else 0, width)


def read_fast(text: str, delimiter: str, header: list[str]) -> pd.DataFrame | None:
    """None where a row has too few or too many cells, or a line is empty: then rows have to be counted with care."""
    names = [str(position) for position in range(len(header))]
    if len(names) < 2:
        return None
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text.encode("utf-8", errors="replace")),
            read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=0, block_size=8 << 20),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=True, null_values=[""],
                quoted_strings_can_be_null=True,
            ),
        )  # fmt: skip
    except pa.ArrowInvalid:
        return None
    rows = table.slice(1).to_pandas(types_mapper={pa.large_string(): TEXT}.get)
    return rows.set_axis(name_headers(list(header)), axis=1).set_axis(pd.RangeIndex(2, len(rows) + 2))


def read_carefully(text: str, delimiter: str, header: list[str], skipped: int) -> tuple[pd.DataFrame, list[Note]]:
    """Short rows are filled with blanks, what stands beyond the last column is left out; both are said.

    skipped: lines above the header, or NO_LINE where it is none of the file's.
    """
    width = len(header)
    numbers: list[int] = []
    cells: list[list[str]] = []
    short: list[int] = []
    long: list[int] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            if number <= skipped + 1 or not any(row):
                continue
            if len(row) != width:
                (short if len(row) < width else long).append(number)
                row = (row + [""] * width)[:width]
            numbers.append(number)
            cells.append(row)
    except csv.Error as error:
        raise BadInput("uncuttable_text", f"The file cannot be cut into cells ({error}).") from error
    rows = pd.DataFrame(cells, columns=name_headers(list(header)), index=pd.Index(numbers, dtype="int64"), dtype=TEXT)
    return rows.replace("", None).astype(TEXT), ragged_notes(short, long)


def ragged_notes(short: list[int], long: list[int]) -> list[Note]:
    said = []
    for code, numbers, than, done in (
        ("short_rows", short, "fewer", "filled with blanks"), ("long_rows", long, "more", "the rest left out"),
    ):  # fmt: skip
        if numbers:
            where = f"{len(numbers):,} rows have {than} cells than the header, from row {numbers[0]:,}"
            said.append(Note("", "", code, f"{where}; {done}"))
    return said
