"""What the system takes from a process that reads hostile files: writing outside one folder, and
the network.

Landlock, of Linux, which asks for no privilege and holds for the programs that the process starts
as well. Where the kernel has none of it the process goes on without: its limits and its lack of
anything worth taking are what protects first.
"""

import ctypes
import os
import struct
import sys
from pathlib import Path

# linux/landlock.h; the numbers of the calls are equal on all architectures.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASKS_VERSION = 1
_BENEATH_PATH = 1
_WRITE_FILE = 1 << 1
# Removing and making of all kinds of files; from version 3 on also cutting them short.
_CHANGES = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))
_TRUNCATE, _TRUNCATE_SINCE = 1 << 14, 3
_TCP, _TCP_SINCE = 0b11, 4
_PR_SET_NO_NEW_PRIVS = 38


def confine(folder: Path | None) -> bool:
    """Lets this process, from now on, write in the folder alone, or nowhere, and reach nothing over
    TCP.

    False where the system can't. Threads that run already are not confined.
    """
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE_RULESET, None, 0, _ASKS_VERSION)
    if version < 1:
        return False
    files = _CHANGES | (_TRUNCATE if version >= _TRUNCATE_SINCE else 0)
    handled = struct.pack("=QQ", files, _TCP if version >= _TCP_SINCE else 0)
    size = 16 if version >= _TCP_SINCE else 8
    rules = system.syscall(_CREATE_RULESET, handled, size, 0)
    if rules < 0:
        return False
    try:
        if folder is not None:
            _allow(system, rules, folder, files)
        _allow(system, rules, Path(os.devnull), files & (_WRITE_FILE | _TRUNCATE))
        system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(system.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(system: ctypes.CDLL, rules: int, path: Path, changes: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        system.syscall(_ADD_RULE, rules, _BENEATH_PATH, struct.pack("=Qi", changes, descriptor), 0)
    finally:
        os.close(descriptor)
