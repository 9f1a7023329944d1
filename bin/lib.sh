# What bin/* share. Sourced with `set -eu`, from the project's folder.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# A step is done again only where its inputs changed: their hash is kept under the environment they made.
stamps=.venv/stamps
hash_of() { # FILE-OR-FOLDER…: one hash of names and contents
  find "$@" -type f ! -name '*.pyc' -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}
is_fresh() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
stamp() { mkdir -p "$stamps"; printf '%s\n' "$2" >"$stamps/$1"; }
