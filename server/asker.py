"""Who asks: set for each request by server/access.py, and read wherever the index is.

The command line asks without one, and sees everything: it is the operator's.
"""

from contextvars import ContextVar
from dataclasses import dataclass

from index.audience import Groups


@dataclass(frozen=True, slots=True)
class Asker:
    """The groups whose documents are shown beside those for everybody; None is all groups."""

    groups: Groups | None
    is_known: bool = True


OPERATOR = Asker(None)
"""Sees all documents."""

ANYBODY = Asker(frozenset())
"""Sees what is for everybody."""

STRANGER = Asker(frozenset(), is_known=False)
"""Has not shown who it is, where that is asked for."""

ASKER: ContextVar[Asker] = ContextVar("asker", default=OPERATOR)
