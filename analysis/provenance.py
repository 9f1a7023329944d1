"""Which code made a number."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("numpy", "pandas", "scipy", "statsmodels", "lifelines", "scikit-learn", "krippendorff")


@cache
def code_digest() -> str:
    """sha256 in hex over the sources of this package and the versions of the libraries that compute."""
    digest = sha256(" ".join(f"{name}=={version(name)}" for name in LIBRARIES).encode())
    root = Path(__file__).parent
    for source in sorted(root.rglob("*.py")):
        digest.update(source.relative_to(root).as_posix().encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()
