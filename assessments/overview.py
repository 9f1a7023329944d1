"""What the list of papers and the page of what was learned hold, for the person who looks."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404

from accounts.models import Person
from assessments.display import group_shown, own_shown, slow_down
from assessments.models import Paper, Sitting, When, pinned_items
from assessments.queries import learning_jobs, learning_of, own_sittings, papers_of
from assessments.sheet import asked, may_see_result
from curriculum.items import AnyItem
from curriculum.queries import assessed_modules, module_of
from jobs.queries import progress_of


def papers_page(program: Any, person: Person) -> dict[str, Any]:
    runs_it = person.has_perm("workshops.run_program", program)
    papers, own = list(papers_of(program)), own_sittings(program, person)
    modules = sorted({*assessed_modules(program.curriculum), *(paper.module for paper in papers)})
    return {
        "program": program,
        "runs_it": runs_it,
        "is_asked": person.has_perm("workshops.answer_in_program", program),
        "asked": program.enrolments.filter(role="participant").count(),
        "modules": [module_row(program, number, papers, own) for number in modules],
    }


def module_row(program: Any, number: int, papers: list[Paper], own: dict[int, Sitting]) -> dict[str, Any]:
    found = {paper.when: paper for paper in papers if paper.module == number}
    before, after = found.get(When.BEFORE), found.get(When.AFTER)
    return {
        "number": number,
        "title": module_of(program.curriculum, number).title,
        "papers": [paper_row(when, found, own) for when in When],
        "slow_down": slow_down(before),
        "has_closed": bool(after and not after.is_open),
    }


def paper_row(when: When, found: dict[Any, Paper], own: dict[int, Sitting]) -> dict[str, Any]:
    """can_open: the first paper at any time, the second once the first was opened."""
    paper = found.get(when)
    return {
        "when": when,
        "paper": paper,
        "sitting": own.get(paper.pk) if paper else None,
        "can_open": paper is None and (when == When.BEFORE or When.BEFORE in found),
    }


def learning_page(program: Any, module: int, person: Person) -> dict[str, Any]:
    """Raises Http404 for a module that was never assessed here."""
    papers = {paper.when: paper for paper in papers_of(program).filter(module=module)}
    if not papers:
        raise Http404
    findings = learning_of(program, module)
    shown = group_shown(findings) if findings else None
    runs_it = person.has_perm("workshops.run_program", program)
    job = learning_jobs(program, module).last()
    first = next(iter(papers.values()))
    return {
        "program": program,
        "module": module,
        "asked": program.enrolments.filter(role="participant").count(),
        "shown": shown,
        "hardest": hardest(shown.items if shown else (), first),
        "own": own_part(program, module, person, papers.get(When.AFTER)),
        "runs_it": runs_it,
        "can_order": runs_it and When.AFTER in papers and not papers[When.AFTER].is_open,
        "progress": progress_of(job) if job and runs_it else None,
        "is_moving": bool(job and not job.has_ended),
    }


def own_part(program: Any, module: int, person: Person, after: Paper | None) -> dict[str, Any] | None:
    """None until the person handed in both papers."""
    own = own_sittings(program, person, module)
    finished = [sitting for sitting in own.values() if sitting.finished_at]
    if len(finished) < len(When.values) or not may_see_result(finished[-1], own, after):
        return None
    return own_shown(finished) | {"sittings": finished}


def hardest(rows: Iterable[dict[str, Any]], paper: Paper) -> list[dict[str, Any]]:
    """Rows of the item statistics with the question of each item."""
    items: dict[str, AnyItem] = {item.id: item for item in pinned_items(paper.curriculum, paper.module).items}
    return [
        row
        | {
            "question": asked(items[row["item"]])[0],
            "after": round(100 * row["right_after"]),
            "before": None if row["right_before"] is None else round(100 * row["right_before"]),
        }
        for row in rows
    ]
