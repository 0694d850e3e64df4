"""What the reading of files may cost."""

import os
import sys
from dataclasses import dataclass

_MOST_WORKERS = 4
# The longest Swedish government reports have some 1,500 pages and 4 million characters.
MOST_PAGES = 10_000
MOST_CHARACTERS = 20_000_000
# Each passage and each sentence is embedded.
MOST_SENTENCES = 200_000
# A document of more pages without text is read, and these pages are not.
MOST_RECOGNISED_PAGES = 500
# What a worker may answer: all that it read, and where pages were recognised a copy of the file.
MOST_ANSWERED_MEGABYTES = 512


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost; only Linux keeps to the memory."""

    seconds: float = 300
    megabytes: int = 2048
    file_megabytes: int = 500


def default_workers() -> int:
    """One for each core that this process may use, at most four: embedding wants some too."""
    return min(cores(), _MOST_WORKERS)


def cores() -> int:
    """Those that this process may use."""
    found = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    return found or 1


def counted(number: int) -> str:
    """As Swedish writes large numbers: "20 000"."""
    return f"{number:,}".replace(",", "\u00a0")
