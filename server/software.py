"""Which software this is, by its own files: a version number stays the same between two commits."""

import hashlib
from functools import cache
from pathlib import Path

_PACKAGES = ("ingest", "index", "server")
_ROOT = Path(__file__).parent.parent


@cache
def software() -> str:
    """A hash of the code, the templates and what is served with them; reading it all takes some
    milliseconds."""
    files = [
        path
        for package in _PACKAGES
        for path in sorted((_ROOT / package).rglob("*"))
        if path.suffix in {".py", ".html", ".css", ".js", ".svg"}
    ]
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
