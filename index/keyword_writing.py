"""Writes the keyword index in bounded memory.

Postings are put in a file as they come, and at the end each is moved to its term's place: the
counts of all terms tell where. Of an earlier index, those of passages that stay come first.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import append, mapped, new_mapped, write_all
from index.keywords import (
    GONE,
    IN_TEXT,
    IN_TITLE,
    LENGTHS,
    LENGTHS_FILE,
    PASSAGES,
    PASSAGES_FILE,
    STARTS,
    STARTS_FILE,
    TENTHS,
    TENTHS_FILE,
    TERM_ENDS,
    TERM_ENDS_FILE,
    TERMS_FILE,
    KeywordIndex,
)

_RECORD = np.dtype([("term", "<u4"), ("passage", PASSAGES), ("tenths", TENTHS)])
_CHUNK = 2_000_000
_MOST = np.iinfo(TENTHS).max


class KeywordWriter:
    """Writes into the folder of a generation, from nothing or from an earlier index."""

    def __init__(
        self, home: Path, base: KeywordIndex | None = None, gone: NDArray[np.bool_] | None = None
    ) -> None:
        """`gone` is true for each of the base's passages that are no longer there."""
        self._home = home
        self._base = base
        self._gone = gone
        self._terms: dict[bytes, int] = {
            term: i for i, term in enumerate(base.terms if base else ())
        }
        self._lengths = array("i")
        if base is not None:
            there = base.lengths if gone is None else np.where(gone, GONE, base.lengths)
            self._lengths.frombytes(there.astype(np.intc).tobytes())
        self._records = home / "postings.part"
        self._columns = array("I"), array("i"), array("H")
        self._flush()

    def add(self, title: Iterable[str], text: Iterable[str]) -> None:
        """The next passage: its terms in its document's title and in its headings and text."""
        in_title, in_text = Counter(title), Counter(text)
        passage = len(self._lengths)
        terms, passages, tenths = self._columns
        for term in in_title | in_text:
            terms.append(self._terms.setdefault(term.encode(), len(self._terms)))
            passages.append(passage)
            tenths.append(min(IN_TITLE * in_title[term] + IN_TEXT * in_text[term], _MOST))
        self._lengths.append(in_title.total() + in_text.total())
        if len(terms) > _CHUNK:
            self._flush()

    def finish(self) -> None:
        self._flush()
        counts = np.zeros(len(self._terms), np.int64)
        for records in self._all_records():
            counts += np.bincount(records["term"], minlength=len(counts))
        held = sorted(term for term, number in self._terms.items() if counts[number])
        order = np.fromiter((self._terms[term] for term in held), np.int64, len(held))
        starts = np.concatenate(([0], np.cumsum(counts[order])))
        ranks = np.zeros(len(counts), np.int64)
        ranks[order] = np.arange(len(held))
        self._move(ranks, starts)
        ends = np.cumsum(np.fromiter(map(len, held), np.int64, len(held)))
        (self._home / TERMS_FILE).write_bytes(b"".join(held))
        write_all(
            self._home,
            (
                (TERM_ENDS_FILE, ends.astype(TERM_ENDS)),
                (STARTS_FILE, starts.astype(STARTS)),
                (LENGTHS_FILE, np.array(self._lengths, LENGTHS)),
            ),
        )
        self._records.unlink()

    def _move(self, ranks: NDArray[np.int64], starts: NDArray[np.int64]) -> None:
        passages = new_mapped(self._home / PASSAGES_FILE, PASSAGES, int(starts[-1]))
        tenths = new_mapped(self._home / TENTHS_FILE, TENTHS, int(starts[-1]))
        following = starts[:-1].copy()
        for records in self._all_records():
            rank = ranks[records["term"]]
            order = np.argsort(rank, kind="stable")
            held, first, counts = np.unique(rank[order], return_index=True, return_counts=True)
            places = np.arange(len(order)) + np.repeat(following[held] - first, counts)
            passages[places] = records["passage"][order]
            tenths[places] = records["tenths"][order]
            following[held] += counts

    def _flush(self) -> None:
        records = np.empty(len(self._columns[0]), _RECORD)
        for name, column in zip(_RECORD.names or (), self._columns, strict=True):
            records[name] = column
            del column[:]
        append(self._records, records)

    def _all_records(self) -> Iterator[NDArray[Any]]:
        """Each term's in the order of their passages."""
        yield from self._kept_records()
        records = mapped(self._records, _RECORD)
        for start in range(0, len(records), _CHUNK):
            yield records[start : start + _CHUNK]

    def _kept_records(self) -> Iterator[NDArray[Any]]:
        base = self._base
        for start in range(0, len(base.passages) if base else 0, _CHUNK):
            assert base is not None
            part = slice(start, min(start + _CHUNK, len(base.passages)))
            records = np.empty(part.stop - start, _RECORD)
            places = np.arange(start, part.stop)
            records["term"] = np.searchsorted(base.starts, places, "right") - 1
            records["passage"] = base.passages[part]
            records["tenths"] = base.tenths[part]
            yield records if self._gone is None else records[~self._gone[records["passage"]]]
