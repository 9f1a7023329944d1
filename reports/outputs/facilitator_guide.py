"""The facilitator guide of a module: what whoever runs it carries into the room, each exercise on pages of its own."""

from django.template.loader import render_to_string

from curriculum.queries import exercises_of, linked_from, module_of
from curriculum.schema import ExerciseFile, ModuleFile
from reports.composing.guide import exercise_context
from reports.composing.module import foot_of, module_parts, version_of
from reports.composing.opening import Count, Cover
from reports.composing.timescale import timescale
from reports.models import Handout


def document(handout: Handout) -> str:
    """The whole document. Raises NoSuchContent."""
    module = module_of(handout.curriculum, handout.module)
    exercises = exercises_of(handout.curriculum, handout.module)
    context = {
        "created": handout.created_at.isoformat(timespec="seconds"),
        "title": f"Module {module.module}, {module.title} – facilitator guide",
        "description": f"How module {module.module} is prepared, run and closed, exercise by exercise.",
        "foot": foot_of("Facilitator guide", module),
        "cover": cover_of(handout, module, exercises),
        "module": module,
        "parts": module_parts(module, exercises),
        "exercises": [exercise_context(each, linked_from(handout.curriculum, each)) for each in exercises],
    }
    return render_to_string("print/guide.html", context)


def cover_of(handout: Handout, module: ModuleFile, exercises: list[ExerciseFile]) -> Cover:
    return Cover(
        kind=f"Facilitator guide · Module {module.module}",
        title=module.title,
        lines=[module.question, version_of(handout.curriculum)],
        counts=counts(module, exercises),
        motif=timescale(exercises),
        url="",
        leads_to="",
        is_sample=False,
    )


def counts(module: ModuleFile, exercises: list[ExerciseFile]) -> list[Count]:
    return [
        Count(str(len(exercises)), "exercises"),
        Count(f"{sum(each.minutes for each in exercises)} min", "all of them as planned"),
        Count(f"{sum(each.minimum for each in exercises)} min", "all of them at their least"),
        Count(module.group.people, "people in the room"),
    ]
