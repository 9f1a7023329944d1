import subprocess
import sys
from pathlib import Path

import page
import pypdf
import pytest

ROOT = Path(__file__).parents[3]
ANSWERS = "participant,function,item,round,value,confidence,reason\n"


def run(*arguments, **options):
    command = [sys.executable, "manage.py", "workshop_output", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)


@pytest.fixture
def own_temporary_folder(tmp_path, monkeypatch):
    """Where the command makes its throw-away database: empty before and after."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"module": 9}, "There is no module 9, but "),
        ({"data": "nowhere"}, "nowhere"),
        ({"out": "no/such/folder/x.pdf"}, "There is no folder"),
        ({"answers": "none.csv"}, "There is no file none.csv."),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_2(change, said, company_files, tmp_path, own_temporary_folder):
    given = {"module": 4, "data": company_files, "out": tmp_path / "x.pdf"} | change
    options = [word for name in ("data", "out", "answers") if name in given for word in (f"--{name}", given[name])]
    done = run(given["module"], *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.stack
@pytest.mark.embedded
@pytest.mark.timeout(580)
def test_a_folder_and_answers_become_a_document_and_nothing_is_left(company_files, tmp_path, own_temporary_folder):
    people = [f"p{number}" for number in range(6)]
    rows = [f"{person},sales,decision,1,price_path,60,because" for person in people]
    (tmp_path / "answers.csv").write_text(ANSWERS + "\n".join(rows) + "\n")
    out = tmp_path / "module-4.pdf"
    done = run(4, "--data", company_files, "--out", out, "--answers", tmp_path / "answers.csv", "--company", "Ärzte AG")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("module-4.pdf: ")
    assert "running 1 of 3" in done.stderr
    assert page.validate_pdf(str(out), profile=page.ValidationProfile.PDF_UA_1).failures == []
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(out).pages)
    assert "Ärzte AG" in text
    assert "6 voted in the end" in text
    assert "from module" not in text
    assert "Live record" not in text


@pytest.mark.stack
@pytest.mark.embedded
@pytest.mark.real_data
@pytest.mark.timeout(580)
@pytest.mark.parametrize(
    ("folder", "figure", "worksheet"),
    [("maven_crm", "63.2 %", True), ("pe_pipeline_synthetic", "Deals that move on", True)],
)
def test_a_companys_files_unedited(folder, figure, worksheet, real_data, tmp_path, own_temporary_folder):
    out = tmp_path / "board.pdf"
    done = run(4, "--data", real_data / folder, "--out", out, "--paper", "letter")
    assert done.returncode == 0, done.stderr
    assert page.validate_pdf(str(out), profile=page.ValidationProfile.PDF_UA_1).failures == []
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(out).pages).replace("\u00a0", " ")
    assert figure in text
    assert ("Worksheet" in text) == worksheet
