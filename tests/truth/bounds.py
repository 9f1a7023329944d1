"""What a trial must keep: the bounds for 200 runs, and those that chance allows for fewer."""

from scipy.stats import binom

from tests.truth.trial import Coverage, FalseAlarm, Outcome, Trial

FULL = 200  # runs for which the bounds are stated
LEAST, MOST = 0.91, 0.985  # share of 95 % intervals that hold the truth
WIDEST = 1.2  # mean width over the reference's
RARE = 0.005  # chance that a sound trial of fewer runs is found wanting


def failings(trial: Trial, outcome: Outcome) -> list[str]:
    """What the trial does not keep, a sentence each; none where all is well."""
    if isinstance(trial, FalseAlarm):
        most = most_alarms(trial.stated, outcome.runs)
        return [f"{outcome.alarms:.1%} false alarms, {most:.1%} at most"] if outcome.alarms > most else []
    low, high = coverage_bounds(trial.level, outcome.runs)
    found = []
    if not low <= outcome.held <= high:
        found.append(f"{outcome.held:.1%} held the truth, {low:.1%} to {high:.1%} should")
    if outcome.width > WIDEST:
        found.append(f"{outcome.width:.2f} times as wide as the reference, {WIDEST} at most")
    return found


def coverage_bounds(level: float, runs: int) -> tuple[float, float]:
    """At 95 % and 200 runs those stated; other levels as many standard errors off; fewer runs as chance allows."""
    shift = level - 0.95
    if runs >= FULL:
        return LEAST + shift, min(MOST + shift, 1.0)
    low, high = binom.ppf([RARE, 1 - RARE], runs, level) / runs
    return float(low), float(high)


def most_alarms(stated: float, runs: int) -> float:
    """The stated share, and as much more as chance gives one time in 200."""
    return float(binom.ppf(1 - RARE, runs, stated) / runs)


def kind_of(trial: Trial) -> str:
    return trial.figure if isinstance(trial, Coverage) else trial.claim
