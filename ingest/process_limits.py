"""What a process that opens hostile files takes from itself before it does."""

import ctypes
import sys

try:
    import resource
except ImportError:  # Windows has no such limits.
    resource = None  # type: ignore[assignment]

# By the programs that recognise, in one file.
_MOST_WRITTEN = 2 * 2**30
_PR_SET_PDEATHSIG = 1


def end_with_parent(how: int) -> None:
    """Linux sends the process this signal when its parent ends; a thread alone waits for code that
    holds the GIL. 0 is none."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, how)


def limit_memory(megabytes: int) -> None:
    """By what may be written to, not what is mapped: libraries and files map far more than they
    use. Linux keeps to it; macOS takes it and does not.

    What a crash would write to disk of the memory would hold the document.
    """
    if resource is not None:
        _lower(resource.RLIMIT_DATA, megabytes * 2**20)
        _lower(resource.RLIMIT_FSIZE, _MOST_WRITTEN)
        _lower(resource.RLIMIT_CORE, 0)


def _lower(limit: int, wanted: int) -> None:
    _, hard = resource.getrlimit(limit)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(limit, (soft, hard))
