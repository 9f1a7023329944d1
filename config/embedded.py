"""What an installation without a server of its own keeps under `var/`: its secret key and its embedded Valkey.

Values are made once, readable by the owner alone, and the same for every process that reads the same folder.
"""

import json
import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

BASE_DIR = Path(__file__).parent.parent


class Valkey(TypedDict):
    port: int
    password: str


def var_dir() -> Path:
    """The folder of this installation's database, files, logs and secrets."""
    return Path(os.environ.get("CHARTROOM_VAR", BASE_DIR / "var")).absolute()


def secret_key(var: Path) -> str:
    return private_file(var / "secret_key", lambda: secrets.token_urlsafe(64))


def valkey(var: Path) -> Valkey:
    """Port and password of the embedded Valkey of this folder."""
    made: Valkey = json.loads(private_file(var / "valkey.json", new_valkey))
    return made


def broker_url(var: Path) -> str:
    made = valkey(var)
    return f"redis://:{made['password']}@127.0.0.1:{made['port']}/0"


def choose_another_port(var: Path) -> None:
    """For when another program took the port; the password stays. Processes that start from now on use the new one."""
    made = valkey(var) | {"port": free_port()}
    draft = var / f".valkey.{os.getpid()}.json"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(made))
    draft.replace(var / "valkey.json")


def new_valkey() -> str:
    return json.dumps({"port": free_port(), "password": secrets.token_urlsafe(32)})


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """True where nothing listens on this port of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def private_file(path: Path, make: Callable[[], str]) -> str:
    """The text of `path`; where there is none, `make()` is written there first. The first of two writers wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
