"""What a page, a program or an analysis reads of the curriculum: always stored rows, never the files."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Q

from accounts.models import Organisation, Person
from accounts.queries import memberships_of
from curriculum.items import ItemsFile
from curriculum.loader import exercise_order
from curriculum.models import ContentVersion, Curriculum, Tailoring, TailoringDraft
from curriculum.patch import Files, Patch
from curriculum.schema import ExerciseFile, ModuleFile

EXERCISE, MODULE, ITEMS = ContentVersion.Kind.EXERCISE, ContentVersion.Kind.MODULE, ContentVersion.Kind.ITEMS


class NoSuchContent(LookupError):
    """There is no such curriculum, module or exercise."""


def latest_curriculum() -> Curriculum:
    """The curriculum that was loaded last. Raises NoSuchContent before the first."""
    try:
        return Curriculum.objects.filter(loaded_at__isnull=False).latest()
    except Curriculum.DoesNotExist as error:
        raise NoSuchContent("No curriculum is loaded yet: run load_curriculum") from error


def curriculum_for(organisation: Organisation) -> Curriculum:
    """What a program of this organisation begins with: its own version, else the book. Raises NoSuchContent."""
    own = tailoring_of(organisation)
    return own.curriculum if own else latest_curriculum()


def tailoring_of(organisation: Organisation) -> Tailoring | None:
    """The newest version, unless it changes nothing."""
    newest = organisation.tailorings.select_related("curriculum", "base").first()
    return newest if newest and not patch_in(newest.patch).is_empty else None


def draft_of(organisation: Organisation) -> TailoringDraft | None:
    return TailoringDraft.objects.filter(organisation=organisation).first()


def patch_now(organisation: Organisation, draft: TailoringDraft | None) -> Patch:
    """The draft's, else that of the newest version, else an empty one."""
    standing = draft or organisation.tailorings.first()
    return patch_in(standing.patch) if standing else Patch()


@lru_cache(maxsize=64)
def patch_in(text: str) -> Patch:
    return Patch.model_validate_json(text)


def files_of(curriculum: Curriculum) -> Files:
    """All modules and exercises, as a patch is laid onto them."""
    contents = contents_of(curriculum)
    return Files(
        {module.module: module for module, _ in contents},
        {file.id: file for _, files in contents for file in files},
    )


def readable_version(person: Person, pk: int) -> Curriculum:
    """A version that this person may read: of the book, or of an organisation of theirs. Raises NoSuchContent."""
    own = Q(tailorings__organisation__in=[each.organisation for each in memberships_of(person)])
    found = Curriculum.objects.filter(Q(loaded_at__isnull=False) | own, pk=pk).first()
    if found is None:
        raise NoSuchContent(f"There is no version {pk} of the curriculum")
    return found


def organisations_tailored_by(person: Person) -> list[tuple[Organisation, Tailoring | None]]:
    """Organisations whose own version this person may make, each with the one that it uses."""
    organisations = [each.organisation for each in memberships_of(person)]
    return [(each, tailoring_of(each)) for each in organisations if person.has_perm("curriculum.tailor", each)]


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
