"""Blank worksheets of a module: a set for each exercise, from the file alone, for a room that answers on paper."""

from django.template.loader import render_to_string

from curriculum.queries import exercises_of, module_of
from reports.composing.module import foot_of, version_of
from reports.composing.worksheet import blank_context
from reports.models import Handout


def document(handout: Handout) -> str:
    """The whole document. Raises NoSuchContent."""
    module = module_of(handout.curriculum, handout.module)
    exercises = exercises_of(handout.curriculum, handout.module)
    context = {
        "created": handout.created_at.isoformat(timespec="seconds"),
        "title": f"Module {module.module}, {module.title} – blank worksheets",
        "description": f"What the exercises of module {module.module} ask, on paper.",
        "foot": foot_of("Blank worksheets", module),
        "module": module,
        "exercises": exercises,
        "version": version_of(handout.curriculum),
        "sheets": [render_to_string("print/worksheet.html", blank_context(exercise)) for exercise in exercises],
    }
    return render_to_string("print/blank_worksheets.html", context)
