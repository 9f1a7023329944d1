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

install() { # STAMP LOCK: the locked packages, checked by their hashes
  wanted=$(hash_of "$2")
  if is_fresh "$1" "$wanted"; then return; fi
  say "Installing $2"
  if has uv; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$2"
  else
    .venv/bin/python -m pip install --quiet --require-hashes --disable-pip-version-check -r "$2"
  fi || die "Installing $2 failed; see above. What is done already stays when this is run again."
  stamp "$1" "$wanted"
}
