"""What the reading of files may cost."""

import os
import sys
from dataclasses import dataclass

_MOST_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost; only Linux keeps to the memory."""

    seconds: float = 300
    megabytes: int = 2048


def default_workers() -> int:
    """One for each core that this process may use, at most four: embedding wants some too."""
    return min(cores(), _MOST_WORKERS)


def cores() -> int:
    """Those that this process may use."""
    found = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    return found or 1
