"""The register's gauge on paper: the same places as on the page, by attributes alone, told apart without colour."""

from html import escape

from workshops.gauge import WIDTH, Gauge

HEIGHT = 24
INK, GREY, LINE, PAPER = "#14213D", "#66624F", "#D9D5C8", "#FFFFFF"
BLUE, AMBER = "#1F4E8C", "#B45309"
COLOURS = {"good": "#146C66", "bad": "#A3263A", "trip": AMBER, "dim": GREY}


def drawing(gauge: Gauge, words: str) -> str:
    """words: the same for a reader who does not see it."""
    colour = COLOURS.get(gauge.kind, INK)
    hollow = gauge.kind == "dim"
    parts = [
        f'<path d="M0,12H{WIDTH:g}" stroke="{LINE}" fill="none"/>',
        *(f'<path d="M{at},2V22" stroke="{AMBER}" stroke-width="2" stroke-dasharray="3 2"/>' for at in gauge.limits),
    ]
    if gauge.interval:
        low, high = gauge.interval
        dashes = ' stroke-dasharray="2 2"' if hollow else ""
        parts.append(f'<path d="M{low},12H{high}" stroke="{colour}" stroke-width="1.5"{dashes}/>')
    if gauge.expected is not None:
        d = f"M{gauge.expected - 6:.1f},12l6,-7 6,7 -6,7z"
        parts.append(f'<path d="{d}" fill="{PAPER}" stroke="{BLUE}" stroke-width="2"/>')
    fill = PAPER if hollow else colour
    parts.append(f'<circle cx="{gauge.now}" cy="12" r="5" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{HEIGHT}" viewBox="0 0 {WIDTH:g} {HEIGHT}" '
        f'role="img" aria-label="{escape(words)}"><title>{escape(words)}</title>{"".join(parts)}</svg>'
    )
