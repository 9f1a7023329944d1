"""The canonical tables: what an upload becomes. Another table is one more declaration."""

from datasets.schemas.declare import Column, Table
from datasets.schemas.others import OTHERS
from datasets.schemas.sales import CLOSED, OUTCOMES, SALES

TABLES: dict[str, Table] = {table.name: table for table in (*SALES, *OTHERS)}

__all__ = ["CLOSED", "OUTCOMES", "TABLES", "Column", "Table"]
