"""Exercises drawn to scale: how long each takes, where its steps begin, and the least it can be done in."""

from collections.abc import Sequence
from html import escape

from analysis.charts import SPEC_FONT
from curriculum.schema import ExerciseFile
from reports.composing.cover import AMBER, HEIGHT, TEAL, WIDTH, Motif

LEFT, RIGHT, TICK = 66, 66, 5  # of the drawing, which reaches to both edges of the paper
GREY, LETTERS = "#66624F", 9


def timescale(exercises: Sequence[ExerciseFile]) -> Motif:
    """A line an exercise in the order of the module."""
    longest = max(exercise.minutes for exercise in exercises)
    words = (
        f"The {len(exercises)} exercises, each as long as it takes; the longest is {longest} minutes. "
        "Strokes are where a step begins, the dashed stroke is the least time."
    )
    gap = HEIGHT / len(exercises)
    scale = (WIDTH - LEFT - RIGHT) / longest
    lines = "".join(line(each, (place + 0.5) * gap, scale) for place, each in enumerate(exercises))
    return Motif(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" '
        f'role="img" aria-label="{escape(words)}"><title>{escape(words)}</title>{lines}</svg>',
        words,
    )


def line(exercise: ExerciseFile, height: float, scale: float) -> str:
    """From the left edge of the paper, so that the first stroke stands above the words below."""
    end, least = LEFT + exercise.minutes * scale, LEFT + exercise.minimum * scale
    strokes = "".join(stroke(LEFT + start * scale, height) for start in begins(exercise))
    return (
        f'<path d="M0,{height:.1f}H{end:.1f}{strokes}" stroke="{TEAL}" stroke-width="1.4" fill="none"/>'
        f'<text x="{LEFT}" y="{height - 2 * TICK:.1f}" font-family="{SPEC_FONT}" font-size="{LETTERS}" '
        f'fill="{GREY}">{exercise.id} {escape(exercise.title)}</text>'
        f'<path d="M{least:.1f},{height - 2 * TICK:.1f}v{4 * TICK}" stroke="{AMBER}" stroke-dasharray="3 3"/>'
    )


def stroke(x: float, height: float) -> str:
    return f"M{x:.1f},{height - TICK:.1f}v{2 * TICK}"


def begins(exercise: ExerciseFile) -> list[int]:
    """Minutes into the exercise at which each step begins, and the end."""
    starts = [0]
    for step in exercise.steps:
        starts.append(starts[-1] + step.minutes)
    return starts
