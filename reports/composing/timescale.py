"""Exercises drawn to scale: how long each takes, where its steps begin, and the least it can be done in."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import accumulate

from analysis.charts import SPEC_FONT
from curriculum.schema import ExerciseFile, Step
from reports.composing.cover import AMBER, HEIGHT, TEAL, WIDTH, Motif

LEFT, RIGHT, TICK = 66, 66, 5  # of the drawing, which reaches to both edges of the paper
STRIP, BAR = 680, 3  # of the strip of one exercise, as wide as the text
INK, LINE = "#14213D", "#D9D5C8"
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
    return list(accumulate((step.minutes for step in exercise.steps), initial=0))


def strip(exercise: ExerciseFile) -> str:
    """One exercise as a bar of its steps, each as wide as it is long, with its number; grey is one that may go."""
    scale = STRIP / exercise.minutes
    starts = begins(exercise)
    told = ", ".join(
        f"{step.n} from minute {start} to {start + step.minutes}" for step, start in steps(exercise, starts)
    )
    bars = "".join(bar(step, start * scale, step.minutes * scale) for step, start in steps(exercise, starts))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {STRIP} 16" role="img">'
        f"<title>The steps to scale: {told}.</title>{bars}</svg>"
    )


def steps(exercise: ExerciseFile, starts: list[int]) -> Iterator[tuple[Step, int]]:
    return zip(exercise.steps, starts, strict=False)  # the last start is the end


def bar(step: Step, x: float, width: float) -> str:
    colour = TEAL if step.minimum else LINE
    return (
        f'<path d="M{x:.1f},{BAR / 2}h{width:.1f}" stroke="{colour}" stroke-width="{BAR}"/>'
        f'<path d="M{x + 0.5:.1f},0v14" stroke="{INK}" stroke-width=".8"/>'
        f'<text x="{x + 4:.1f}" y="13" font-family="{SPEC_FONT}" font-size="9" font-weight="600" fill="{INK}">'
        f"{step.n}</text>"
    )
