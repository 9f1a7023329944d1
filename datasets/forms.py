"""Forms of the import: which files, how their columns are to be read, replace or merge."""

from typing import Any

import pandas as pd
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from datasets.dates import DAY_FIRST, EITHER, MONTH_FIRST, read_dates
from datasets.models import Import
from datasets.schemas import TABLES

KEPT = _("Keep, but use nowhere")
ORDERS = [(DAY_FIRST, _("day first")), (MONTH_FIRST, _("month first"))]
MAX_FILES = 20


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, none of them empty or too large."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, (list, tuple)) else [data]
        cleaned: list[UploadedFile] = [super(FilesField, self).clean(file, initial) for file in files or [None]]
        if len(cleaned) > MAX_FILES:
            raise forms.ValidationError(_("Send at most %(most)s files at once.") % {"most": MAX_FILES})
        for file in cleaned:
            if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
                raise forms.ValidationError(_("%(name)s is too large.") % {"name": file.name})
        return cleaned


class UploadForm(forms.Form):
    uploads = FilesField(
        label=_("Files"),
        help_text=_("CSV, TSV, XLSX or Parquet, several at once: deals, stage history, accounts, people, products."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "post"
        self.helper.form_class = "l-stack"
        self.helper.layout = Layout("uploads", Submit("send", _("Look into these files"), css_class="btn btn-primary"))


class MappingForm(forms.Form):
    """One select per sheet and per column, and day or month first where values leave it open."""

    def __init__(self, *args: Any, sheets: list[dict[str, Any]], told: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets, self.told = sheets, told
        for number, sheet in enumerate(sheets):
            tables = [("", _("No table: leave it out")), *((name, f"{name} ({t.row})") for name, t in TABLES.items())]
            self.add(f"table-{number}", tables, sheet["table"], _("%(file)s becomes") % {"file": sheet["file"]})
            for position, field in enumerate(sheet["fields"]):
                self.add_column(number, position, sheet, field)

    def add_column(self, number: int, position: int, sheet: dict[str, Any], field: dict[str, Any]) -> None:
        label = _("%(header)s becomes") % {"header": field["header"]}
        self.add(f"column-{number}-{position}", columns_for(sheet["table"]), field["column"], label)
        if field["order"] == EITHER or field["header"] in self.told.get(sheet["file"], {}).get("orders", {}):
            initial = "" if field["order"] == EITHER else field["order"]
            asked = _("Order of day and month")
            self.add(f"order-{number}-{position}", orders_for(field["samples"]), initial, asked, forms.RadioSelect)

    def add(self, name: str, choices: Any, initial: str, label: Any, widget: Any = forms.Select) -> None:
        attrs = {"class": "form-select" if widget is forms.Select else "form-check-input"}
        self.fields[name] = forms.ChoiceField(
            choices=choices, initial=initial, label=label, required=False, widget=widget(attrs=attrs)
        )

    def mapping(self) -> dict[str, Any]:
        """As actions.imports.confirm_mapping takes it."""
        return {sheet["file"]: self.sheet_mapping(number, sheet) for number, sheet in enumerate(self.sheets)}

    def sheet_mapping(self, number: int, sheet: dict[str, Any]) -> dict[str, Any]:
        table = self.cleaned_data[f"table-{number}"]
        if table != sheet["table"]:
            return {"table": table, "columns": None, "orders": {}}
        named = [(position, field["header"]) for position, field in enumerate(sheet["fields"])]
        columns = {header: self.cleaned_data[f"column-{number}-{position}"] for position, header in named}
        orders = {header: self.cleaned_data.get(f"order-{number}-{position}", "") for position, header in named}
        return {
            "table": table,
            "columns": columns,
            "orders": {header: order for header, order in orders.items() if order},
        }

    def is_changed(self) -> bool:
        return bool(self.changed_data)

    def lines(self) -> list[dict[str, Any]]:
        """Per sheet: its facts, the select of its table, and a line per column, questions first, the surest last."""
        return [
            {
                "sheet": sheet,
                "number": number,
                "table": self[f"table-{number}"],
                "columns": self.column_lines(number, sheet),
            }
            for number, sheet in enumerate(self.sheets)
        ]

    def column_lines(self, number: int, sheet: dict[str, Any]) -> list[dict[str, Any]]:
        lines = [
            {
                **field,
                "asks": field["order"] == EITHER,
                "percent": round(field["confidence"] * 100),
                "select": self[f"column-{number}-{position}"],
                "orders": self[name] if (name := f"order-{number}-{position}") in self.fields else None,
            }
            for position, field in enumerate(sheet["fields"])
        ]
        return sorted(lines, key=lambda line: (not line["asks"], not line["column"], line["confidence"]))


def orders_for(samples: list[str]) -> list[tuple[str, Any]]:
    """Either order with the day that it makes of the first sample that the two read differently."""
    for sample in samples:
        days = [read_dates(pd.Series([sample], dtype="str"), order).days.iloc[0] for order, _label in ORDERS]
        if days[0] != days[1]:
            shown = [date_format(day, "j F Y") for day in days]
            return [(order, f"{day}: {label}") for (order, label), day in zip(ORDERS, shown, strict=True)]
    return ORDERS


def columns_for(table: str) -> list[tuple[str, Any]]:
    names = [column.name for column in TABLES[table].columns] if table else []
    both = (
        [("closed_on|expected_close_on", _("closed_on, or expected_close_on while open"))] if table == "deals" else []
    )
    return [("", KEPT), *both, *((name, name) for name in names)]


class ModeForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("How the files meet what is there"),
        choices=[
            (Import.Mode.REPLACE, _("Replace: the files are a full export")),
            (Import.Mode.MERGE, _("Merge: rows with a known key are renewed, others stay")),
        ],
        initial=Import.Mode.REPLACE,
        widget=forms.RadioSelect,
    )
