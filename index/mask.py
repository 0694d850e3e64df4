"""Which of many numbers are meant."""

from functools import cached_property

import faiss
import numpy as np
from numpy.typing import NDArray


class Mask:
    """True for each number that is meant, (n,); never changed once made."""

    def __init__(self, allowed: NDArray[np.bool_]) -> None:
        self.allowed = allowed

    @cached_property
    def count(self) -> int:
        return int(np.count_nonzero(self.allowed))

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """Ascending."""
        return np.flatnonzero(self.allowed)

    @cached_property
    def selector(self) -> faiss.IDSelector:
        """The same for FAISS, a bit a number."""
        bits = np.packbits(self.allowed, bitorder="little")
        return faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type, call-arg]
