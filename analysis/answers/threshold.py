"""`threshold`: people set one to three numbers, each on a scale of its own. Medians, quartiles, how near people stand.

A `percent` setting is a fraction here as everywhere (0.12 is 12 %), and so are its `least`, `most` and `step`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.answers.disclosure import SMALLEST_GROUP, answers_needed, may_show
from analysis.answers.movement import changed_minds
from analysis.answers.setting_dots import say_in, setting_dots
from analysis.charts import Canvas
from analysis.findings import Chart, Figure, Findings, Message, Table
from analysis.inputs import Inputs
from analysis.units import OF_ROW
from analysis.wording import Words

KIND = "threshold"
TABLE = "room_threshold"
VALUES = "room_settings"
HIDDEN = {TABLE: ("setting", "unit"), VALUES: ("setting", "unit", "least", "most")}
UNITS = {"percent": "fraction", "count": "", "ratio": ""}  # as findings call them
MEASURES = ("median", "low_quartile", "high_quartile", "lowest", "highest")
CONSENSUS = "1 − interquartile range over the range of the scale; the room is counted"
WORDS: Words = {
    TABLE: "Where the room set it",
    VALUES: "How many set what",
    "setting": "Key",
    "setting_name": "Setting",
    "value": "Set at",
    "median": "Median",
    "low_quartile": "A quarter set less than",
    "high_quartile": "A quarter set more than",
    "lowest": "Lowest",
    "highest": "Highest",
    "unit": "Unit",
    "least": "Least possible",
    "most": "Most possible",
    "group_setting": "The room's median",
    "group_setting_consensus": "Consensus on the setting (0 spread over the scale, 1 agreed)",
    "settings_few": "Only {n} set “{name}” in round {round}: with fewer than {needed}, nothing of it is shown",
    "settings_stand": "{name}: the room's median is {median}; the middle half stands from {low} to {high}",
    "settings_agree": "{name}: at least half of the room set {median}",
    "settings_moved": "{name}: the room's median moved from {before} to {median}",
    "settings_alternative": "A dot for each person on the scale of each setting, round {round}. {values}.",
}


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: item = setting, value = number in the setting's unit."""
    empty = Findings(exercise="", headline=Message("answers_only"), inputs=inputs.provenance)
    settings = {setting["key"]: setting for setting in instrument["parameters"]["settings"]}
    told = numbers(rows, list(settings))
    if told.empty:
        return empty
    table = pd.DataFrame([summary(key, part, settings[key[1]]) for key, part in parts_of(told, settings)])
    units = set(table["unit"])
    unit = units.pop() if len(units) == 1 else OF_ROW
    shown = set(table.loc[table["median"].notna(), ["round", "setting"]].itertuples(index=False, name=None))
    return Findings(
        exercise="",
        headline=empty.headline,
        figures=(*figures_of(table, settings), *changed_minds(told.assign(value=told["value"].map(repr)))),
        tables=(
            Table.from_frame(TABLE, table, dict.fromkeys(MEASURES, unit) | {"n": "people"}),
            Table.from_frame(VALUES, values_of(told, settings, shown), {"value": unit, "people": "people"}),
        ),
        warnings=tuple(too_few(table)),
        inputs=inputs.provenance,
    )


def rows_of(instrument: Mapping[str, Any], answers: pd.DataFrame) -> pd.DataFrame:
    """Its rows among all answers of an exercise: those about its settings."""
    return answers[answers["item"].isin([setting["key"] for setting in instrument["parameters"]["settings"]])]


def numbers(answers: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """round, participant, item, value as a number; what is no number is no answer."""
    rows = answers.loc[answers["item"].isin(keys), ["round", "participant", "item", "value"]]
    return rows.assign(value=pd.to_numeric(rows["value"], errors="coerce")).dropna(subset=["value"])


def parts_of(told: pd.DataFrame, settings: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], pd.Series]]:
    """((round, setting), values) in the order of rounds and of the exercise."""
    for name in sorted(told["round"].unique()):
        for key in settings:
            yield (str(name), key), told.loc[(told["round"] == name) & (told["item"] == key), "value"]


def summary(key: tuple[str, str], values: pd.Series, setting: Mapping[str, Any]) -> dict[str, Any]:
    """One row of `room_threshold`; where fewer than five set it, n alone. Quartiles interpolate (type 7)."""
    named = {"round": key[0], "setting": key[1], "setting_name": setting["name"]}
    counted = {"n": len(values), "unit": UNITS.get(setting["unit"], setting["unit"])}
    if not may_show(len(values)):
        return named | dict.fromkeys(MEASURES, float("nan")) | counted
    median, low, high = (float(values.quantile(share)) for share in (0.5, 0.25, 0.75))
    measures = (median, low, high, float(values.min()), float(values.max()))
    return named | dict(zip(MEASURES, measures, strict=True)) | counted


def values_of(told: pd.DataFrame, settings: Mapping[str, Any], shown: set[tuple[str, str]]) -> pd.DataFrame:
    """How many people set which value, in the rounds and settings that may be shown, with the ends of the scale."""
    people = told.groupby(["round", "item", "value"]).size().rename("people").reset_index()
    lines = [
        {
            "round": row["round"],
            "setting": row["item"],
            "setting_name": settings[row["item"]]["name"],
            "value": row["value"],
            "people": row["people"],
            "least": settings[row["item"]]["least"],
            "most": settings[row["item"]]["most"],
            "unit": UNITS.get(settings[row["item"]]["unit"], settings[row["item"]]["unit"]),
        }
        for row in people.to_dict("records")
        if (row["round"], row["item"]) in shown
    ]
    heads = ["round", "setting", "setting_name", "value", "people", "least", "most", "unit"]
    frame = pd.DataFrame(lines, columns=heads)
    order = {key: place for place, key in enumerate(settings)}
    frame = frame.assign(place=frame["setting"].map(order)).sort_values(["round", "place", "value"], kind="stable")
    return frame.drop(columns="place").reset_index(drop=True)


def figures_of(table: pd.DataFrame, settings: Mapping[str, Any]) -> Iterator[Figure]:
    """Median and consensus of each setting and round."""
    for row in table.to_dict("records"):
        of, setting = (str(row["round"]), str(row["setting"])), settings[row["setting"]]
        spread = (row["high_quartile"] - row["low_quartile"]) / (setting["most"] - setting["least"])
        yield Figure(
            name="group_setting", of=of, value=row["median"], unit=row["unit"], n=row["n"],
            method="Median; the room is counted, not estimated",
        )  # fmt: skip
        yield Figure(name="group_setting_consensus", of=of, value=1 - spread, unit="", n=row["n"], method=CONSENSUS)


def too_few(table: pd.DataFrame) -> Iterator[Message]:
    for row in table[table["median"].isna()].to_dict("records"):
        said = {"n": row["n"], "name": row["setting_name"], "round": row["round"], "needed": SMALLEST_GROUP}
        yield Message("settings_few", said)


# --- the room's setting, for analyses --------------------------------------------------------------------------------


def median_settings(inputs: Inputs, key: str) -> dict[str, float | None]:
    """{setting: the room's median} of the instrument `key`, from the last round that enough people answered.

    In the units of the content; `percent` as a fraction. None for every setting where no round has enough answers
    (the exercise's `min_answers`, never under five), and for a setting that fewer than five people set in that round.
    Raises KeyError where the exercise has no such instrument. For an analysis that looks at the room's own setting.
    """
    keys, last = last_full_round(inputs, key)
    return {setting: median_of(last.loc[last["item"] == setting, "value"]) for setting in keys}


def whole_settings(inputs: Inputs, key: str) -> pd.DataFrame:
    """What people set together: a column a setting, and `people`; no row where fewer than five set them all.

    Of the round that `median_settings` looks at, without those who left a setting out. Raises KeyError as it does.
    """
    keys, last = last_full_round(inputs, key)
    return people_at(last, keys)


def people_at(told: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """How many set what together, of `numbers` of one round; no row where fewer than five set every setting."""
    wide = told.pivot_table(index="participant", columns="item", values="value", aggfunc="last")
    whole = wide.reindex(columns=keys).dropna()
    counted = whole.groupby(keys).size().rename("people").reset_index()
    return counted if may_show(len(whole)) else counted.iloc[:0]


def last_full_round(inputs: Inputs, key: str) -> tuple[list[str], pd.DataFrame]:
    """The settings of the instrument, and the numbers of the last round that enough people answered."""
    instrument = {each["key"]: each for each in inputs.content.get("instruments", ())}[key]
    keys = [setting["key"] for setting in instrument["parameters"]["settings"]]
    answers = inputs.answers
    if "id" in inputs.content:
        answers = answers[answers["exercise"].fillna(inputs.content["id"]) == inputs.content["id"]]
    rows = in_full_rounds(numbers(answers, keys), answers_needed(inputs.content))
    return keys, rows[rows["round"] == rows["round"].max()]


def in_full_rounds(told: pd.DataFrame, needed: int) -> pd.DataFrame:
    """The rounds in which at least `needed` people set anything."""
    return told[told.groupby("round")["participant"].transform("nunique") >= needed]


def median_of(values: pd.Series) -> float | None:
    return float(values.median()) if may_show(len(values)) else None


# --- chart -----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """One drawing: a strip of dots for each setting and round; a dot is a person, and there are five at least."""
    tables = {table.key: pd.DataFrame(list(table.rows)) for table in findings.tables if table.key in (TABLE, VALUES)}
    if len(tables) < 2 or tables[VALUES].empty:
        return ()
    told = tables[TABLE].dropna(subset=["median"])
    title, alternative = sentences(told)
    spec = setting_dots(list(drawn(told, tables[VALUES])), canvas)
    return (Chart(TABLE, TABLE, title, alternative, spec),)


def drawn(told: pd.DataFrame, values: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """What `setting_dots` draws of each setting."""
    for key, mine in told.groupby("setting", sort=False):
        own = values[values["setting"] == key]
        scale = {name: own[name].iloc[0] for name in ("unit", "least", "most")}
        rounds = {
            row["round"]: {
                "values": own[own["round"] == row["round"]].set_index("value")["people"].to_dict(),
                "median": row["median"],
                "low": row["low_quartile"],
                "high": row["high_quartile"],
                "n": row["n"],
            }
            for row in mine.to_dict("records")
        }
        yield {"name": mine["setting_name"].iloc[0], "rounds": rounds, **scale}


def sentences(told: pd.DataFrame) -> tuple[Message, Message]:
    """About the first setting of the last round; the alternative says all of that round."""
    last = told[told["round"] == told["round"].max()]
    row = last.iloc[0].to_dict()
    before = told[(told["round"] == told["round"].min()) & (told["setting"] == row["setting"])]["median"]
    say = say_in(row["unit"])
    said = {"name": row["setting_name"], "median": say(row["median"])}
    said |= {"low": say(row["low_quartile"]), "high": say(row["high_quartile"])}
    values = "; ".join(map(value_said, last.to_dict("records")))
    alternative = Message("settings_alternative", {"round": row["round"], "values": values})
    if len(before) and say(before.iloc[0]) != said["median"]:
        return Message("settings_moved", said | {"before": say(before.iloc[0])}), alternative
    agrees = row["low_quartile"] == row["high_quartile"]
    return Message("settings_agree" if agrees else "settings_stand", said), alternative


def value_said(row: Mapping[str, Any]) -> str:
    say = say_in(row["unit"])
    half = f"middle half {say(row['low_quartile'])} to {say(row['high_quartile'])}"
    return f"{row['setting_name']}: median {say(row['median'])}, {half}, n = {row['n']}"
