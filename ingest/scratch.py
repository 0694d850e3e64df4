"""The folders that workers write in, and what a process that was killed has left of them: pages of
documents, perhaps."""

import os
import re
import shutil
import tempfile
from pathlib import Path

_NAME = re.compile(r"belagg-(\d+)-")


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """One of this process; it goes with whoever holds it."""
    return tempfile.TemporaryDirectory(prefix=f"belagg-{os.getpid()}-")


def sweep() -> None:
    """Removes those of processes that are no more."""
    for folder in Path(tempfile.gettempdir()).glob("belagg-*-*"):
        made_by = _NAME.match(folder.name)
        if made_by and not _lives(int(made_by[1])):
            # Where it is somebody else's it stays theirs to remove.
            shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
