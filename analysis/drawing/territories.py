"""Drawings of territories: tiles by region before and after, maps side by side, places of the accounts that move."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import altair as alt

from analysis.charts import Canvas, draw_tables, house
from analysis.drawing.rows import Rows, chart_of, each_with_interval, interval_rows, percent
from analysis.findings import Chart, Findings, Message, Scalar, TableRows

TODAY = "today"
GAP = 0.25  # between tiles, of their side
FULL = 2.0  # times the mean, from which a tile is as dark as it gets


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    drawn = {"tiles": tile_chart, "maps": map_chart, "moved_accounts": place_chart, "reach": reach_chart,
             "handovers": handover_chart}  # fmt: skip
    return draw_tables(findings, canvas, drawn)


# --- tiles ------------------------------------------------------------------------------------------------------------


def tile_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    """Today's tiles, and those of the evenest map; of several as even, of the one that was asked for first."""
    known = [row for row in rows if row["ratio"] is not None]
    names = list(dict.fromkeys(row["scenario"] for row in known))
    if not names:
        return None
    today, *others = ([row for row in known if row["scenario"] == name] for name in names)
    maps = [today, *sorted(others, key=unevenness)[:1]]
    heaviest = maps[0][0]
    said: dict[str, Scalar] = {"territory": heaviest["territory"], "ratio": heaviest["ratio"]}
    title = Message("tiles_title_today", said)
    if len(maps) > 1:
        title = Message("tiles_title", said | {"map": maps[1][0]["map"], "after": max(r["ratio"] for r in maps[1])})
    values = ". ".join(f"{one[0]['map']}: " + "; ".join(words_of_regions(one)) for one in maps)
    return Chart("tiles", "tiles", title, Message("tiles_alternative", {"values": values}), tiles(maps, canvas))


def unevenness(rows: Sequence[dict[str, Any]]) -> float:
    return float(round(sum((row["ratio"] - 1) ** 2 for row in rows), 6))


def by_region(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Regions by name, their territories by letter: a tile stands where it stood on the other map."""
    ordered = sorted(rows, key=lambda row: (row["region"], len(row["territory"]), row["territory"]))
    for region, members in groupby(ordered, key=lambda row: str(row["region"])):
        yield region, list(members)


def words_of_regions(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    for region, members in by_region(rows):
        ratios = ", ".join(f"{row['ratio']:.1f}" for row in members)
        yield f"{region} {ratios}"


@dataclass(frozen=True)
class Grid:
    """Where tiles stand, in pixels: maps beside each other, in a narrow chart one below the other."""

    canvas: Canvas
    maps: int

    @property
    def side(self) -> float:
        return 2.6 * self.canvas.size

    @property
    def step(self) -> float:
        return self.side * (1 + GAP / 2)

    @property
    def beside(self) -> bool:
        return not self.canvas.narrow and self.maps > 1

    @property
    def width(self) -> float:
        return self.canvas.width / 2 - self.canvas.size if self.beside else self.canvas.width - 4.0

    @property
    def across(self) -> int:
        return max(1, int((self.width + self.side * GAP / 2) // self.step))

    def placed(self, rows: Sequence[dict[str, Any]], left: float, top: float) -> tuple[list[dict[str, Any]], float]:
        """Tiles and words of one map, and the height at which it ends."""
        size, found = self.canvas.size, [word(rows[0]["map"], left, top, bold=True)]
        top += 1.9 * size
        for region, members in by_region(rows):
            found.append(word(region, left, top))
            top += 1.5 * size
            for place, row in enumerate(members):
                x, y = left + place % self.across * self.step, top + place // self.across * self.step
                letter = str(row["territory"]).rsplit(" ", 1)[-1]
                found.append(self.tile(row["ratio"], letter, x, y))
            top += -(-len(members) // self.across) * self.step + 0.6 * size
        return found, top

    def tile(self, ratio: float, letter: str, x: float, y: float) -> dict[str, Any]:
        return {
            "kind": "tile", "x": x, "y": y, "x2": x + self.side, "y2": y + self.side, "mx": x + self.side / 2,
            "my": y + 0.64 * self.side, "lx": x + 0.1 * self.side, "ly": y + 0.1 * self.side,
            "shade": min(ratio / FULL, 1.0), "deep": ratio / FULL > (0.55 if self.canvas.dark else 0.8),
            "text": f"{ratio:.1f}", "letter": letter,
        }  # fmt: skip


def word(text: str, x: float, y: float, *, bold: bool = False) -> dict[str, Any]:
    return {"kind": "map" if bold else "region", "x": x, "y": y, "text": text}


def tiles(maps: Sequence[Sequence[dict[str, Any]]], canvas: Canvas) -> dict[str, Any]:
    """A square per territory with its letter, darker the more potential it holds: its multiple of the mean."""
    grid, marks, tops = Grid(canvas, len(maps)), [], [0.0]
    for place, rows in enumerate(maps):
        left = place * canvas.width / 2 if grid.beside else 0.0
        found, end = grid.placed(rows, left, 0.0 if grid.beside else tops[-1])
        marks += found
        tops.append(end)
    width, height = canvas.width - 4.0, max(tops)
    x, y = (alt.Scale(domain=[0, end], nice=False, zero=False, reverse=turn) for end, turn in
            ((width, False), (height, True)))  # fmt: skip
    layers = alt.layer(*squares(marks, x, y, canvas), *words(marks, x, y, canvas))
    return house(layers.properties(width=width, height=height), canvas)


def squares(marks: list[dict[str, Any]], x: alt.Scale, y: alt.Scale, canvas: Canvas) -> list[alt.Chart]:
    colour = canvas.palette
    base = chart_of([mark for mark in marks if mark["kind"] == "tile"])
    at = {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None), "x2": "x2:Q", "y2": "y2:Q"}
    shade = alt.Color("shade:Q", scale=alt.Scale(domain=[0, 1], range=[colour.paper, colour.accent]), legend=None)
    ink = alt.condition("datum.deep", alt.value(colour.paper), alt.value(colour.ink))
    middle = {"x": alt.X("mx:Q", scale=x, axis=None), "y": alt.Y("my:Q", scale=y, axis=None)}
    number = base.mark_text(fontSize=0.85 * canvas.size, baseline="middle").encode(**middle, text="text:N", color=ink)
    corner = {"x": alt.X("lx:Q", scale=x, axis=None), "y": alt.Y("ly:Q", scale=y, axis=None)}
    letter = base.mark_text(fontSize=0.7 * canvas.size, align="left", baseline="top").encode(
        **corner, text="letter:N", color=ink
    )
    return [base.mark_rect(stroke=colour.line, strokeWidth=1).encode(**at, color=shade), number, letter]


def words(marks: list[dict[str, Any]], x: alt.Scale, y: alt.Scale, canvas: Canvas) -> list[alt.Chart]:
    looks: dict[str, dict[str, Any]] = {"map": {"fontWeight": 600}, "region": {"color": canvas.palette.ink2}}
    return [
        chart_of([mark for mark in marks if mark["kind"] == kind])
        .mark_text(align="left", baseline="top", limit=canvas.width / (1 if canvas.narrow else 2), **look)
        .encode(x=alt.X("x:Q", scale=x, axis=None), y=alt.Y("y:Q", scale=y, axis=None), text="text:N")
        for kind, look in looks.items()
    ]


# --- maps and places --------------------------------------------------------------------------------------------------


def map_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = [row for row in rows if row["after"] is not None]
    if len(known) < 2:
        return None
    best = min(known[1:], key=lambda row: (row["after"], row["customers_moved"]))
    shown = [
        {"label": row["map"], "value": row["after"], "low": row["low"], "high": row["high"], "n": row["accounts"],
         "hollow": row["paper"], "accent": row is best}
        for row in known
    ]  # fmt: skip
    said: dict[str, Scalar] = {
        "map": best["map"], "after": best["after"], "customers": best["customers_moved"], "now": known[0]["after"],
    }  # fmt: skip
    values = each_with_interval(shown, percent)
    spec = interval_rows(Rows(shown, percent), canvas, floor=0.0)
    return Chart("maps", "maps", Message("maps_title", said), Message("maps_alternative", {"values": values}), spec)


def place_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    """Points only where accounts have coordinates: filled where it goes to another region."""
    first = [row for row in rows if row["map"] == rows[0]["map"]]
    placed = [row for row in first if row["latitude"] is not None and row["longitude"] is not None]
    if len(placed) < 2:
        return None
    points = [row | {"crosses": row["region"] != row["to_region"]} for row in placed]
    counts = {region: len(list(members)) for region, members in groupby(sorted(str(r["region"]) for r in placed))}
    said: dict[str, Scalar] = {
        "map": first[0]["map"], "count": len(first), "crossing": sum(r["region"] != r["to_region"] for r in first),
    }  # fmt: skip
    values = "; ".join(f"{region} {count}" for region, count in counts.items())
    alternative = Message("places_alternative", {"values": values})
    return Chart("places", "moved_accounts", Message("places_title", said), alternative, places(points, canvas))


def places(points: Sequence[dict[str, Any]], canvas: Canvas) -> dict[str, Any]:
    """North up, with each region named above its points; no map lies under them."""
    colour, size = canvas.palette, canvas.size
    keys = ("latitude", "longitude", "crosses", "region", "potential")
    base = chart_of([{key: row[key] for key in keys} for row in points])
    edges = [(min(row[key] for row in points), max(row[key] for row in points)) for key in ("longitude", "latitude")]
    pads = [0.08 * (high - low) + 0.5 for low, high in edges]
    ends = [(low - pad, high + pad) for (low, high), pad in zip(edges, pads, strict=True)]
    x, y = (alt.Scale(domain=list(end), nice=False, zero=False) for end in ends)
    at = {"x": alt.X("longitude:Q", scale=x, axis=None), "y": alt.Y("latitude:Q", scale=y, axis=None)}
    look: dict[str, Any] = {"filled": True, "strokeWidth": 1.5, "size": 40 * (size / 14) ** 2, "opacity": 1}
    stays = base.transform_filter("!datum.crosses").mark_point(**look, fill=colour.paper, stroke=colour.ink2)
    goes = base.transform_filter("datum.crosses").mark_point(**look, fill=colour.accent, stroke=colour.accent)
    layers = [
        stays.encode(**at),
        goes.encode(**at),
        *region_names(points, at, ends[0], ends[1][1] - ends[1][0], canvas),
    ]
    return house(alt.layer(*layers).properties(width=canvas.width - 4, height=0.62 * canvas.width), canvas)


def region_names(
    points: Sequence[dict[str, Any]], at: dict[str, Any], ends: tuple[float, float], degrees: float, canvas: Canvas
) -> list[alt.Chart]:
    """Above the northernmost point of each region, where the name does not fall on that of one with more points.

    ends: of the longitudes drawn; degrees: of latitude drawn.
    """
    found: list[dict[str, Any]] = []
    low, high = ends
    across, tall = (canvas.width - 4) / (high - low), 1.5 * canvas.size / (0.62 * canvas.width) * degrees
    for region, members in sorted(by_name(points), key=lambda pair: (-len(pair[1]), pair[0])):
        middle = sum(row["longitude"] for row in members) / len(members)
        side = (
            "left" if middle < low + 0.3 * (high - low) else "right" if middle > high - 0.3 * (high - low) else "center"
        )
        top, room = max(row["latitude"] for row in members), canvas.room(region) / across
        one = {"longitude": middle, "latitude": top, "region": region, "side": side, "room": room}
        if all(abs(middle - each["longitude"]) > max(room, each["room"]) or abs(top - each["latitude"]) > tall
               for each in found):  # fmt: skip
            found.append(one)
    paper, size = canvas.palette.paper, canvas.size
    place: dict[str, Any] = {"baseline": "bottom", "dy": -0.6 * size}
    halo: dict[str, Any] = {"color": paper, "stroke": paper, "strokeWidth": size / 3}
    return [
        chart_of([row for row in found if row["side"] == side])
        .mark_text(align=side, **place, **look)
        .encode(**at, text="region:N")
        for look in (halo, {"fontWeight": 600})
        for side in sorted({row["side"] for row in found})
    ]


def by_name(points: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for region, members in groupby(sorted(points, key=lambda row: str(row["region"])), lambda row: str(row["region"])):
        yield region, list(members)


# --- rates ------------------------------------------------------------------------------------------------------------


def reach_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    said: dict[str, Scalar] = {"heavy": rows[0]["rate"], "light": rows[1]["rate"]}
    return rate_chart("reach", rows, said, canvas)


def handover_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    said: dict[str, Scalar] = {"changed": rows[0]["rate"], "unchanged": rows[1]["rate"]}
    return rate_chart("handovers", rows, said, canvas)


def rate_chart(key: str, rows: TableRows, said: dict[str, Scalar], canvas: Canvas) -> Chart:
    shown = [
        {"label": row["group"], "value": row["rate"], "low": row["low"], "high": row["high"], "n": row["n"],
         "accent": row is rows[0]}
        for row in rows
    ]  # fmt: skip
    values = each_with_interval(shown, percent)
    spec = interval_rows(Rows(shown, percent), canvas, floor=0.0)
    return Chart(key, key, Message(f"{key}_title", said), Message(f"{key}_alternative", {"values": values}), spec)
