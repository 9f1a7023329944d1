"""`python -m tests.truth [ID…] [--runs N]`: runs the trials, says what they kept, writes docs/truth.csv and methods.md.

Exit 1 where a trial does not keep its bounds. Fewer runs than the full 200 are printed and not written.
"""

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from curriculum.methods_document import DOCS, TRUTH, document
from tests.truth.bounds import FULL, failings, kind_of
from tests.truth.collected import groups, trials
from tests.truth.trial import FalseAlarm, Outcome, Trial, run_together

COLUMNS = ("exercise", "what", "size", "runs", "held", "width", "beside", "alarms")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/truth", description="Intervals and claims, on data of known truth.")
    parser.add_argument("ids", nargs="*", metavar="ID", help="exercises, such as 3.1; all unless told")
    parser.add_argument("--runs", type=int, default=FULL, metavar="N", help=f"companies a trial; {FULL} unless told")
    options = parser.parse_args(arguments)
    chosen = [place for place, one in enumerate(groups()) if not options.ids or one[0].exercise in options.ids]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(outcomes_of, chosen, [options.runs] * len(chosen)))
    done = {
        trial: outcome
        for place, found in zip(chosen, outcomes, strict=True)
        for trial, outcome in zip(groups()[place], found, strict=True)
    }
    wanting = [line for trial, outcome in done.items() for line in told(trial, outcome)]
    if options.runs >= FULL:
        write(done)
    print("\n".join(wanting) or f"{len(done)} trials kept their bounds.", file=sys.stderr if wanting else sys.stdout)
    return 1 if wanting else 0


def outcomes_of(place: int, runs: int) -> list[Outcome]:
    return run_together(groups()[place], runs)


def told(trial: Trial, outcome: Outcome) -> list[str]:
    """Prints the row of a trial; what it fails to keep is returned."""
    print(" · ".join(value for value in row_of(trial, outcome).values() if value), flush=True)
    return [f"{trial.exercise} {kind_of(trial)}: {failing}" for failing in failings(trial, outcome)]


def row_of(trial: Trial, outcome: Outcome) -> dict[str, str]:
    row = {"exercise": trial.exercise, "what": kind_of(trial), "size": trial.size, "runs": str(outcome.runs)}
    if isinstance(trial, FalseAlarm):
        return row | {"held": "", "width": "", "beside": "", "alarms": f"{outcome.alarms:.1%} of {trial.stated:.0%}"}
    said = f"{outcome.held:.1%} of {trial.level:.0%}"
    return row | {"held": said, "width": f"{outcome.width:.2f}", "beside": trial.beside, "alarms": ""}


def write(done: dict[Trial, Outcome]) -> None:
    """New rows in place of old ones; trials that are gone have none, those not run yet one with 0 runs."""
    known = {(trial.exercise, kind_of(trial)): not_run(trial) for trial in trials()}
    known |= {(row["exercise"], row["what"]): row for row in old_rows()}
    known |= {(trial.exercise, kind_of(trial)): row_of(trial, outcome) for trial, outcome in done.items()}
    wanted = [(trial.exercise, kind_of(trial)) for trial in trials()]
    with TRUTH.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(known[key] for key in wanted)
    (DOCS / "methods.md").write_text(document(), encoding="utf-8")


def not_run(trial: Trial) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "") | {
        "exercise": trial.exercise,
        "what": kind_of(trial),
        "size": trial.size,
        "runs": "0",
    }


def old_rows() -> list[dict[str, str]]:
    if not TRUTH.exists():
        return []
    with TRUTH.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
