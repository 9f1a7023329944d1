"""Imported once before processes are forked, so that no measured time is an import's."""

import django

django.setup()

import duckdb  # noqa: E402, F401
import pyarrow.dataset  # noqa: E402
import pyarrow.parquet  # noqa: E402, F401

from analysis import catalogue  # noqa: E402
from reports import rendering  # noqa: E402, F401

catalogue.discover()
