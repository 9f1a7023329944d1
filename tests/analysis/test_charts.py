import re
from dataclasses import replace

import pytest

from analysis.charts import DESK, PAPER, PHONE, PROJECTOR, Canvas, lean, svg
from analysis.drawing.lines import spread
from analysis.drawing.rows import (
    MOST,
    Rows,
    bars,
    days,
    interval_rows,
    money,
    percent,
    points,
    round_ticks,
    with_interval,
)
from analysis.findings import Chart, Message

LONG = "Donaudampfschifffahrtsgesellschaftskapitänspatentverlängerung"


def row(label, value=0.5, low=0.4, high=0.6, n=100, **more):
    return {"label": label, "value": value, "low": low, "high": high, "n": n} | more


def drawn(rows, canvas=DESK, form=interval_rows, say=percent, name="What it shows"):
    spec = form(Rows(rows, say), canvas)
    return svg(Chart("key", "table", Message("x"), Message("x"), spec), canvas, name)


def texts(drawing):
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing)


def width(drawing):
    return float(re.search(r'viewBox="0 0 ([\d.]+)', drawing)[1])


def test_drawing_is_one_image_with_one_escaped_name():
    drawing = drawn([row("A")], name='Rate of "A" < B & C')
    name = "Rate of &quot;A&quot; &lt; B &amp; C"
    assert drawing.startswith(f'<svg role="img" aria-label="{name}" ')
    assert drawing.count("<title>") == drawing.count("role=") == drawing.count("aria-") == 1
    assert f"><title>{name}</title>" in drawing


def test_each_row_says_its_value_and_its_n():
    shown = texts(drawn([row("Proposal", 0.56, n=3244), row("Qualify", 0.76, n=512)]))
    assert {"Proposal", "56%", "n = 3,244", "Qualify", "76%", "n = 512"} <= set(shown)


def test_unknown_value_has_no_dot_and_open_limit_still_a_value():
    shown = texts(drawn([row("A", None, None, None), row("B", 92.0, 65.0, None)], say=days))
    assert "92 d" in shown
    assert "A" in shown


@pytest.mark.parametrize("canvas", [PAPER, DESK, PHONE, PROJECTOR])
@pytest.mark.parametrize("form", [interval_rows, bars])
def test_a_very_long_name_stays_on_the_canvas(canvas, form):
    assert width(drawn([row(LONG), row("B")], canvas, form)) <= canvas.width + canvas.size


def test_letters_are_as_large_as_the_canvas_asks():
    for canvas in (PAPER, DESK, PROJECTOR):
        sizes = set(re.findall(r'font-size="([\d.]+)px"', drawn([row("A"), row("B")], canvas)))
        assert sizes == {str(canvas.size)}


def test_projector_has_colours_of_its_own():
    light, dark = (drawn([row("A", accent=True)], canvas) for canvas in (DESK, replace(DESK, dark=True)))
    assert "#146C66" in light
    assert "#5CC7BC" in dark
    assert "#146C66" not in dark


def test_font_is_named_as_page_or_print_name_it():
    assert 'font-family="Chartroom Sans"' in drawn([row("A")], Canvas(font="Chartroom Sans"))


def test_hundreds_of_rows_are_cut_to_the_first():
    shown = texts(drawn([row(f"Segment {i}") for i in range(300)]))
    assert sum(text.startswith("Segment") for text in shown) == MOST


def test_markup_in_a_name_is_text():
    assert "<script>" not in drawn([row("<script>alert(1)</script>")])


def test_lean_drops_what_nobody_sees_and_keeps_the_marks():
    unseen = '<defs><clipPath id="a"/></defs>'
    drawing = f'<svg>{unseen}<g class="x" aria-label="y"><g></g><path d="M1,2.34567" fill="red"/></g></svg>'
    assert lean(drawing) == '<svg><g><path d="M1,2.34" fill="red"/></g></svg>'


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0.53, 0.94, 5, [0.5, 0.6, 0.7, 0.8, 0.9]),
        (-0.1, 0.19, 3, [-0.1, 0.0, 0.1]),
        (0, 80e6, 5, [0, 2e7, 4e7, 6e7, 8e7]),
        (3, 3, 5, [3]),
    ],
)
def test_round_ticks(low, high, most, ticks):
    assert round_ticks(low, high, most) == pytest.approx(ticks)


def test_words_at_the_ends_of_curves_do_not_cover_each_other():
    assert spread({"won": 0.5, "lost": 0.52, "withdrawn": 0.1}, 0.1) == {"withdrawn": 0.1, "won": 0.5, "lost": 0.6}


@pytest.mark.parametrize(
    ("say", "value", "said"),
    [
        (percent, 0.563, "56%"),
        (days, 1234.2, "1,234 d"),
        (money, 73.41e6, "73.4 m"),
        (money, 1.392e9, "1.4 bn"),
        (money, 250e3, "250 k"),
        (money, 12, "12"),
        (points, -0.004, "0"),
        (points, -0.031, "−3"),
    ],
)
def test_numbers_as_they_are_said(say, value, said):
    assert say(value) == said


def test_alternative_names_value_limits_and_n():
    assert with_interval(row("A", 0.56, 0.52, 0.6, 512), percent) == "56% (52% to 60%, n = 512)"
    assert with_interval(row("A", None, None, None, 3), percent) == "– (n = 3)"
