"""`python -m benchmarks [NAME…] [--deals N] [--repeats N] [--json FILE]`: a JSON line for each case, then a table."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TextIO

from benchmarks.apart import Failed
from benchmarks.lines import Line, Unmeasurable, table
from benchmarks.options import Options, parsed

MODULES = {"analysis": "analysis", "pdf": "pdf", "batch": "pdf", "changed": "pdf"}


def main(arguments: list[str]) -> int:
    """0; or 1 with one sentence, under the table of what was measured, where a benchmark could not go on."""
    options = parsed(arguments)
    lines: list[Line] = []
    failed = ""
    with tempfile.TemporaryDirectory(prefix="chartroom-bench-") as folder, opened(options.json) as out:
        prepare(Path(folder))
        try:
            for line in measured(Path(folder), options):
                print(line.as_json(), file=out, flush=True)
                lines.append(line)
        except (Unmeasurable, Failed) as error:
            failed = str(error)
    if lines:
        print(table(lines))
    if failed:
        print(f"bin/bench: {failed}", file=sys.stderr)
    return 1 if failed else 0


@contextmanager
def opened(file: Path | None) -> Iterator[TextIO]:
    if file is None:
        yield sys.stdout
    else:
        with file.open("w") as out:
            yield out


def prepare(folder: Path) -> None:
    """Files of their own for everything that is started from here, and settings that reach nothing outside."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "CHARTROOM_VAR": str(folder), "REDIS_URL": "memory://"}
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    for name in ("DATABASE_URL", "CHARTROOM_MEDIA"):
        os.environ.pop(name, None)


def measured(folder: Path, options: Options) -> Iterator[Line]:
    import benchmarks.loaded  # noqa: F401 - settings are read here, after `prepare`

    for name in options.names:
        yield from getattr(import_module(f"benchmarks.{MODULES[name]}"), name)(folder, options)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
