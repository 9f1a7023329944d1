"""How the room answered: one file per instrument, made from the exercise's Markdown alone.

"""

from analysis.charts import Canvas
from analysis.findings import Chart, Findings, Message
from analysis.inputs import Inputs
from analysis.wording import Words

WORDS: Words = {}


def analyse(exercise: str, inputs: Inputs) -> Findings:
    """Figures and tables of every instrument of the exercise and of its closing choice; its headline is unused."""
    return Findings(exercise=exercise, headline=Message("answers_only"), inputs=inputs.provenance)


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """How the room answered, drawn from the tables of the answers' part."""
    return ()
