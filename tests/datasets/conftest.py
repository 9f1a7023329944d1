"""Files made in the test, tables read from them, people who may import."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from datasets.actions.imports import import_paths
from datasets.folder import read_folder

DEALS = """deal_id,outcome,created_on,closed_on,stage,amount,segment
D-1,won,2024-01-10,2024-03-01,Closed Won,1000,Retail
D-2,lost,2024-01-12,2024-02-20,Closed Lost,500,Retail
D-3,open,2024-02-01,,Proposal,750.5,Public
"""


@pytest.fixture
def write(tmp_path):
    """write(name, content) puts text or bytes into the test's folder of uploads; returns the path."""
    folder = tmp_path / "tables"
    folder.mkdir()

    def write(name, content):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    write.folder = folder
    return write


@pytest.fixture
def read(write):
    """read(name, content) writes one file and reads it as a folder would be."""

    def read(name, content, **options):
        return read_folder(write(name, content), **options)

    return read


@pytest.fixture
def deals(write):
    return write("deals.csv", DEALS)


@pytest.fixture
def imported(organisation, deals, queued):
    """Three deals, imported."""
    return import_paths(organisation=organisation, paths=[deals])


@pytest.fixture
def sent():
    """A file as a browser sends it."""

    def sent(name="deals.csv", content=DEALS):
        return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())

    return sent
