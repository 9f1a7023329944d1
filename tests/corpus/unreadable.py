"""Files of which nothing can be read: each is refused with a code of its own, and costs no file beside it anything."""

import gzip
import io
import zipfile

from tests.corpus.cases import Case
from tests.corpus.workbooks import workbook


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def whole(name, content, code, row=0) -> Case:
    return Case(name, content if isinstance(content, bytes) else content.encode(), code, row, table="", kept=0)


UNREADABLE = (
    whole("empty.csv", b"", "empty_file"),
    whole("mark_alone.csv", b"\xef\xbb\xbf\r\n", "blank_file"),
    whole("windows_program.csv", b"MZ\x90\x00" + b"\x00\x01" * 500, "windows_program"),
    whole("linux_program.xlsx", b"\x7fELF" + b"\x02" * 500, "linux_program"),
    whole("mac_program.csv", b"\xcf\xfa\xed\xfe" + b"\x02" * 500, "mac_program"),
    whole("script.csv", "#!/bin/sh\nrm -rf /\n", "script"),
    whole("document.csv", b"%PDF-1.7\n" + b"x" * 100, "pdf_file"),
    whole("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "picture"),
    whole("packed.csv", gzip.compress(b"deal_id,outcome\nA,won\n"), "gzip_file"),
    whole("workbook_of_1997.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "old_workbook"),
    whole("locked.xlsx", b"\xd0\xcf\x11\xe0" + b"\x00" * 500 + "EncryptedPackage".encode("utf-16-le"),
          "locked_workbook"),
    whole("contacts.csv", b"SQLite format 3\x00" + b"\x00" * 500, "database_file"),
    whole("page.csv", "<!DOCTYPE html><html><body>Please sign in</body></html>", "web_page"),
    whole("feed.csv", "<?xml version='1.0'?><deals/>", "xml_file"),
    whole("answer.csv", '{"error": "not signed in"}', "json_file"),
    whole("noise.csv", bytes(range(256)) * 20, "binary_file"),
    whole("half_utf16.csv", b"\xff\xfe" + b"\x00\xd8" * 40 + b"a", "wrong_encoding"),
    whole("broken.xlsx", b"PK\x03\x04 broken", "damaged_zip"),
    whole("cut_off.xlsx", workbook({"Deals": [["deal_id", "outcome"], ["A", "won"]]})[:2000], "cut_off_workbook"),
    whole("broken.parquet", b"PAR1 broken PAR1", "damaged_parquet"),
    whole("archive.xlsx", zipped("deals.csv", b"deal_id,outcome\nA,won\n"), "zip_archive"),
    whole("table_of_another_office.xlsx", zipped("content.xml", b"<office/>"), "opendocument"),
    whole("damaged_inside.xlsx", zipped("xl/workbook.xml", b"<workbook"), "damaged_workbook"),
    whole("bomb.xlsx", zipped("xl/worksheets/sheet1.xml", b"0" * 60_000_000), "zip_bomb"),
    whole("blank_sheet.xlsx", workbook({"Deals": []}), "empty_workbook"),
    whole("no_header.csv", "1,2024-01-01,300\n2,2024-01-02,400\n", "no_header", 1),
    whole("header_of_nothing.csv", ",,\nA,won,1\n", "blank_header", 1),
    whole("wide.csv", ",".join(f"c{n}" for n in range(1000)) + "\n", "too_many_columns", 1),
    whole("a_million_columns.csv", ",".join(f"column{n}" for n in range(300_000)) + "\n", "header_too_long", 1),
    whole("notes.csv", "name,colour\nx,red\n", "unrecognised_table"),
)  # fmt: skip
