"""What a file tells beside its text, which is read also where the telling is damaged."""

import zlib
from collections.abc import Callable
from typing import TypeVar

from pypdf.errors import PyPdfError

T = TypeVar("T")
# pypdf lets the slips of its parser through on damaged files.
_PYPDF_SLIPS = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


def told(what: Callable[[], T], otherwise: T) -> T:
    """What pypdf reads, or the other where it can't."""
    try:
        return what()
    except _PYPDF_SLIPS:
        return otherwise
