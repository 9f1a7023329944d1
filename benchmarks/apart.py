"""Runs a function in a process of its own, so that its time is cold and its memory its own."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

MEGABYTE = 1024  # of the kilobytes in which Linux counts a process's largest resident set
PRELOADED = ["benchmarks.loaded"]


class Failed(RuntimeError):
    """The function ended with an error, or its process without a word; the message says which."""


@dataclass(frozen=True)
class Run:
    """seconds: wall time of the function alone. peak_mb: largest resident set of its process, in MiB."""

    value: Any
    seconds: float
    peak_mb: float


def run_apart(function: Callable[..., Any], *arguments: Any) -> Run:
    """Call a function of a module with arguments that can be pickled. Raises Failed."""
    process, receiver = start(function, *arguments)
    return result_of(process, receiver, function.__name__)


def run_side_by_side(function: Callable[..., Any], parts: list[tuple[Any, ...]]) -> float:
    """Wall seconds until as many processes as there are parts have all ended. Raises Failed."""
    begin = time.perf_counter()
    started = [start(function, *arguments) for arguments in parts]
    for process, receiver in started:
        result_of(process, receiver, function.__name__)
    return time.perf_counter() - begin


def start(function: Callable[..., Any], *arguments: Any) -> tuple[Any, Connection]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(sender, function, arguments))
    process.start()
    sender.close()
    return process, receiver


def result_of(process: Any, receiver: Connection, name: str) -> Run:
    try:
        answer = receiver.recv()
    except EOFError:
        answer = "its process died"
    process.join()
    if isinstance(answer, Run):
        return answer
    raise Failed(f"{name}: {answer}")


def measure(sender: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """What the other process does."""
    try:
        begin = time.perf_counter()
        value = function(*arguments)
        seconds = time.perf_counter() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
        sender.send(Run(value, seconds, peak))
    except Exception as error:
        sender.send(f"{type(error).__name__}: {error}")
