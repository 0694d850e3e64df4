"""What is worked out once for each generation of the index, and forgotten with it."""

from collections.abc import Callable, Hashable
from functools import wraps
from threading import RLock
from typing import TypeVar
from weakref import WeakKeyDictionary

Owner = TypeVar("Owner", bound=Hashable)
Made = TypeVar("Made")


def once_for_each(make: Callable[[Owner], Made]) -> Callable[[Owner], Made]:
    """`make`, its results kept for as long as their owners live. A result may not hold its
    owner, which would then live as long."""
    kept: WeakKeyDictionary[Owner, Made] = WeakKeyDictionary()
    lock = RLock()

    @wraps(make)
    def get(owner: Owner) -> Made:
        with lock:
            if owner not in kept:
                kept[owner] = make(owner)
            return kept[owner]

    return get
