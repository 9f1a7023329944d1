"""What a page, a program or an analysis reads of the curriculum: always stored rows, never the files."""

from collections.abc import Iterable
from functools import lru_cache

from curriculum.items import ItemsFile
from curriculum.loader import exercise_order
from curriculum.models import ContentVersion, Curriculum
from curriculum.schema import ExerciseFile, ModuleFile

EXERCISE, MODULE, ITEMS = ContentVersion.Kind.EXERCISE, ContentVersion.Kind.MODULE, ContentVersion.Kind.ITEMS


class NoSuchContent(LookupError):
    """There is no such curriculum, module or exercise."""


def latest_curriculum() -> Curriculum:
    """The curriculum that was loaded last. Raises NoSuchContent before the first."""
    try:
        return Curriculum.objects.latest()
    except Curriculum.DoesNotExist as error:
        raise NoSuchContent("No curriculum is loaded yet: run load_curriculum") from error


def exercise_of(curriculum: Curriculum, key: str) -> ExerciseFile:
    """The exercise '4.1' as this curriculum has it. Raises NoSuchContent."""
    return read_exercise(body_of(curriculum, EXERCISE, key))


def module_of(curriculum: Curriculum, number: int) -> ModuleFile:
    """Raises NoSuchContent."""
    return read_module(body_of(curriculum, MODULE, str(number)))


def items_of(curriculum: Curriculum, module: int) -> ItemsFile:
    """The assessment items of a module. Raises NoSuchContent."""
    return read_items(body_of(curriculum, ITEMS, str(module)))


def assessed_modules(curriculum: Curriculum) -> list[int]:
    """Numbers of the modules that have items, in order."""
    return sorted(map(int, curriculum.contents.filter(kind=ITEMS).values_list("key", flat=True)))


def modules_of(curriculum: Curriculum) -> list[ModuleFile]:
    """All modules, by number."""
    bodies = curriculum.contents.filter(kind=MODULE).order_by("key").values_list("body", flat=True)
    return [read_module(body) for body in bodies]


def contents_of(curriculum: Curriculum) -> list[tuple[ModuleFile, list[ExerciseFile]]]:
    """Each module with its exercises, in two queries however many there are."""
    bodies = curriculum.contents.filter(kind=EXERCISE).values_list("body", flat=True)
    exercises = [read_exercise(body) for body in bodies]
    return [(module, in_order(module, exercises)) for module in modules_of(curriculum)]


def exercises_of(curriculum: Curriculum, module: int) -> list[ExerciseFile]:
    """The module's exercises: those it lists, in its order, then its others by number. Raises NoSuchContent."""
    bodies = curriculum.contents.filter(kind=EXERCISE, key__startswith=f"{module}.").values_list("body", flat=True)
    return in_order(module_of(curriculum, module), [read_exercise(body) for body in bodies])


def in_order(module: ModuleFile, exercises: Iterable[ExerciseFile]) -> list[ExerciseFile]:
    """Those of the module: first as it lists them, then the others by number."""
    own = (file for file in exercises if file.module == module.module)
    return sorted(own, key=lambda file: (place(module.exercises, file.id), exercise_order(file.id)))


def place(listed: tuple[str, ...], key: str) -> int:
    return listed.index(key) if key in listed else len(listed)


def linked_from(curriculum: Curriculum, exercise: ExerciseFile) -> list[ExerciseFile]:
    """The exercises that this one hands something to, as far as they have a file, in its order."""
    bodies = curriculum.contents.filter(kind=EXERCISE, key__in=exercise.next).values_list("body", flat=True)
    return sorted((read_exercise(body) for body in bodies), key=lambda file: exercise.next.index(file.id))


def body_of(curriculum: Curriculum, kind: ContentVersion.Kind, key: str) -> str:
    try:
        return curriculum.contents.values_list("body", flat=True).get(kind=kind, key=key)
    except ContentVersion.DoesNotExist as error:
        raise NoSuchContent(f"This curriculum has no {kind} {key}") from error


@lru_cache(maxsize=512)
def read_exercise(body: str) -> ExerciseFile:
    """Stored JSON as a file again; the same text gives the same object, which nobody can change."""
    return ExerciseFile.model_validate_json(body)


@lru_cache(maxsize=64)
def read_module(body: str) -> ModuleFile:
    return ModuleFile.model_validate_json(body)


@lru_cache(maxsize=64)
def read_items(body: str) -> ItemsFile:
    return ItemsFile.model_validate_json(body)
