"""Whose turn it is at the model: one at a time, and questions go before passages.

Questions that come while it is at work share the next turn, so many askers wait little longer
than one. None is held back to wait for others: who finds the model idle runs at once.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Condition
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.batches import Sized, fitting

T = TypeVar("T", bound=Sized)
Run = Callable[[Sequence[T]], NDArray[np.float32]]


@dataclass(slots=True, eq=False)
class _Asked(Generic[T]):
    """A question that waits; it is settled when it has a vector or an error."""

    text: T
    vector: NDArray[np.float32] | None = None
    error: Exception | None = None

    @property
    def settled(self) -> bool:
        return self.vector is not None or self.error is not None


class Turns(Generic[T]):
    def __init__(self, run: Run[T], budget: int) -> None:
        self._run = run
        self._budget = budget
        self._changed = Condition()
        self._asked: deque[_Asked[T]] = deque()
        self._busy = False

    def question(self, text: T) -> NDArray[np.float32]:
        """Its vector (d,), made in one run with others' that wait too."""
        mine = _Asked(text)
        with self._changed:
            self._asked.append(mine)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: mine.settled or not self._busy)
                if mine.error is not None:
                    raise mine.error
                if mine.vector is not None:
                    return mine.vector
                taken = self._taken()
                self._busy = True
            self._lead(taken)

    def passages(self, texts: Sequence[T]) -> NDArray[np.float32]:
        """Vectors (n, d) of one batch, when no question waits."""
        with self._changed:
            self._changed.wait_for(lambda: not self._busy and not self._asked)
            self._busy = True
        try:
            return self._run(texts)
        finally:
            self._free()

    def _taken(self) -> list[_Asked[T]]:
        """Those first in line that fit in one batch."""
        count = fitting([asked.text for asked in self._asked], self._budget)
        return [self._asked.popleft() for _ in range(count)]

    def _lead(self, taken: list[_Asked[T]]) -> None:
        try:
            self._settle(taken)
        finally:
            # A leader that is interrupted leaves the others to the next one.
            self._free([asked for asked in taken if not asked.settled])

    def _settle(self, taken: list[_Asked[T]]) -> None:
        try:
            for asked, vector in zip(
                taken, self._run([asked.text for asked in taken]), strict=True
            ):
                asked.vector = vector
        except Exception as error:
            if len(taken) == 1:
                taken[0].error = error
                return
            # Only those whose own text fails shall hear of it.
            for asked in taken:
                self._settle([asked])

    def _free(self, unsettled: Sequence[_Asked[T]] = ()) -> None:
        with self._changed:
            self._asked.extendleft(reversed(unsettled))
            self._busy = False
            self._changed.notify_all()
