"""What a filter looks at, of every passage by number: arrays of a few bytes a passage."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import append, mapped
from ingest.document import Content, Modality, Role, Statement, StatementKind

DOCUMENT, ROLE, STATEMENTS, FIRST = "<i4", "u1", "<u2", "<i8"
GONE = -1
"""The document number of a passage that is no longer in the collection."""

_DOCUMENT_FILE = "passages.document"
_ROLE_FILE = "passages.role"
_STATEMENTS_FILE = "passages.statements"
_FIRST_FILE = "passages.sentences"
_ROLES = tuple(Role)
_KINDS = tuple(StatementKind)
_MODALITIES = (None, *Modality)


@dataclass(frozen=True, slots=True)
class Columns:
    """Each (p,): the document's number, the role's, and a bit for each kind of statement with
    its modality. `first` is (p + 1,): the first sentence of each passage, and their number."""

    document: NDArray[np.int32]
    role: NDArray[np.uint8]
    statements: NDArray[np.uint16]
    first: NDArray[np.int64]

    @classmethod
    def read(cls, home: Path) -> "Columns":
        return cls(
            mapped(home / _DOCUMENT_FILE, DOCUMENT),
            mapped(home / _ROLE_FILE, ROLE),
            mapped(home / _STATEMENTS_FILE, STATEMENTS),
            mapped(home / _FIRST_FILE, FIRST),
        )

    def cut_to(self, seen: NDArray[np.bool_]) -> "Columns":
        """As if the other passages were gone."""
        return replace(self, document=np.where(seen, self.document, np.int32(GONE)))

    def bounds(self) -> Iterator[tuple[int, int]]:
        """The first passage of each document in turn, and the one after its last."""
        changes = np.flatnonzero(np.diff(self.document)) + 1
        yield from pairwise([0, *changes.tolist(), len(self.document)])

    def passages_of(self, sentences: NDArray[np.int64]) -> NDArray[np.int64]:
        """The passages that these sentences stand in."""
        passages: NDArray[np.int64] = np.searchsorted(self.first, sentences, "right") - 1
        return passages

    def sentences_of(self, passages: NDArray[np.int64]) -> NDArray[np.int64]:
        """All sentences of these passages, those of the first first."""
        starts, counts = self.first[passages], self.counts(passages)
        before = np.cumsum(counts) - counts
        sentences: NDArray[np.int64] = np.arange(counts.sum()) + np.repeat(starts - before, counts)
        return sentences

    def counts(self, passages: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many sentences each of these passages has."""
        counts: NDArray[np.int64] = self.first[passages + 1] - self.first[passages]
        return counts


class ColumnsWriter:
    """Adds to the columns in the folder of a generation."""

    def __init__(self, home: Path) -> None:
        self._home = home
        if not (home / _FIRST_FILE).is_file():
            append(home / _FIRST_FILE, np.zeros(1, FIRST))
        for name in (_DOCUMENT_FILE, _ROLE_FILE, _STATEMENTS_FILE):
            (home / name).touch()
        self.passages = (home / _ROLE_FILE).stat().st_size // np.dtype(ROLE).itemsize
        self.sentences = int(mapped(home / _FIRST_FILE, FIRST)[-1])

    def add(self, document: int, content: Content) -> None:
        """The passages of a document, whose sentences come in their order."""
        count = len(content.passages)
        places = {passage.id: place for place, passage in enumerate(content.passages)}
        of = np.fromiter((places[one.passage_id] for one in content.sentences), np.int64)
        if np.any(np.diff(of) < 0):
            raise ValueError("meningarna står inte i avsnittens ordning")
        bits = [statement_bit(one.statement) for one in content.sentences]
        statements = np.zeros(count, STATEMENTS)
        np.bitwise_or.at(statements, of, np.array(bits, STATEMENTS))
        ends = self.sentences + np.cumsum(np.bincount(of, minlength=count))
        append(self._home / _DOCUMENT_FILE, np.full(count, document, DOCUMENT))
        append(
            self._home / _ROLE_FILE, np.array([role_number(p.role) for p in content.passages], ROLE)
        )
        append(self._home / _STATEMENTS_FILE, statements)
        append(self._home / _FIRST_FILE, ends.astype(FIRST))
        self.passages += count
        self.sentences += len(content.sentences)

    def remove(self, passages: NDArray[np.int64]) -> None:
        """These are gone."""
        document = mapped(self._home / _DOCUMENT_FILE, DOCUMENT).copy()
        document[passages] = GONE
        (self._home / _DOCUMENT_FILE).write_bytes(document.data)


def role_number(role: Role) -> int:
    return _ROLES.index(role)


def statement_bit(statement: Statement) -> int:
    """The bit of a sentence's kind and modality."""
    kind, modality = _KINDS.index(statement.kind), _MODALITIES.index(statement.modality)
    return 1 << (kind * len(_MODALITIES) + modality)


def statement_bits(kinds: tuple[StatementKind, ...], modalities: tuple[Modality, ...]) -> int:
    """The bits of all sentences of these kinds and modalities; empty means any."""
    return sum(
        statement_bit(Statement(kind, modality))
        for kind in set(kinds or _KINDS)
        for modality in set(modalities or _MODALITIES)
    )
