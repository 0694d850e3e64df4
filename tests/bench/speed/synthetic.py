"""A collection of any size out of a real one: its documents again and again, changed each time.

Text: each copy puts other words of the same length for some of its words, so that every place
stays where it was, and makes up a few, so that the vocabulary grows as that of a real collection
does. Words that stand in many passages stay: they are what makes keyword search slow.

Vectors: a copy is moved by the difference between a real vector and its nearest neighbour, taken
from elsewhere in the collection. Copies of a vector then lie as far from it as real neighbours lie
from each other, and in directions in which real ones differ; distances() tells how alike they are.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.archive import Vectors
from index.generation import Index, open_index
from index.manifest import Entry
from ingest.document import Content, Sentence

Rows = NDArray[np.float32]
_WORD = re.compile(r"[^\W\d_]{4,}")
_OTHER_SHARE = 0.10
_NEW_SHARE = 0.05
_COMMON = 0.05
_PROBED = 2000


@dataclass(frozen=True, slots=True)
class Real:
    entry: Entry
    content: Content
    vectors: Vectors


class Collection:
    """The documents of an index, and as many changed copies as are asked for."""

    def __init__(self, folder: Path) -> None:
        self.index = open_index(folder)
        self._real = [_real(self.index, entry) for entry in self.index.manifest.entries]
        self._by_id: dict[str, tuple[Real, int]] = {}

    def entries(self, passages: int) -> Iterator[Entry]:
        """Of documents with at least so many passages together; the first are as they were."""
        copy = found = 0
        while True:
            for real in self._real:
                if found >= passages:
                    return
                entry = replace(real.entry, id=_identity(real.entry.id, copy))
                self._by_id[entry.id] = real, copy
                found += entry.passages
                yield entry
            copy += 1

    def source(self, entry: Entry) -> tuple[Content, Vectors]:
        """What the archive would hold of a document that entries() gave."""
        real, copy = self._by_id[entry.id]
        content = self._changed(real.content, real.entry.id, entry.id, copy)
        return content, self.vectors(entry)

    def pdf(self, entry: Entry) -> Path:
        """The file of the document that it was made of."""
        real, _ = self._by_id[entry.id]
        return self.index.archive.page_pdf_path(real.entry.id)

    def vectors(self, entry: Entry) -> Vectors:
        """The same at every call."""
        real, copy = self._by_id[entry.id]
        if not copy:
            return real.vectors
        generator = np.random.default_rng(int(entry.id, 16))
        moved = [
            _moved(rows, differences, generator)
            for rows, differences in zip(
                (real.vectors.passages, real.vectors.sentences), self._differences, strict=True
            )
        ]
        return Vectors(moved[0], moved[1], real.vectors.texts)

    @cached_property
    def _differences(self) -> tuple[Rows, Rows]:
        """Between passages and their nearest neighbours, and between sentences and theirs."""
        passages = np.concatenate([one.vectors.passages for one in self._real])
        sentences = np.concatenate([one.vectors.sentences for one in self._real])
        return _neighbour_differences(passages), _neighbour_differences(sentences)

    def _changed(self, content: Content, old: str, new: str, copy: int) -> Content:
        if not copy:
            return content
        words = self._exchange(copy)

        def changed(text: str) -> str:
            return _WORD.sub(lambda match: words.get(match[0], match[0]), text)

        def renamed(identity: str) -> str:
            return identity.replace(old, new)

        passages = tuple(
            replace(
                one,
                id=renamed(one.id),
                document_id=new,
                section=tuple(map(changed, one.section)),
                text=changed(one.text),
            )
            for one in content.passages
        )
        sentences = tuple(_renamed(one, renamed) for one in content.sentences)
        pages = tuple(replace(one, text=changed(one.text)) for one in content.pages)
        return replace(content, pages=pages, passages=passages, sentences=sentences)

    def _exchange(self, copy: int) -> dict[str, str]:
        """Other words for some, of the same length."""
        generator = np.random.default_rng(copy)
        exchange: dict[str, str] = {}
        for words in self._rare_words.values():
            chance = generator.random(len(words))
            others = generator.permutation(len(words))
            for word, luck, other in zip(words, chance, others, strict=True):
                if luck < _NEW_SHARE:
                    exchange[word] = word[: len(word) // 2] + words[other][len(word) // 2 :]
                elif luck < _NEW_SHARE + _OTHER_SHARE:
                    exchange[word] = words[other]
        return exchange

    @cached_property
    def _rare_words(self) -> dict[int, list[str]]:
        """By length, those that stand in few passages."""
        counts: dict[str, int] = defaultdict(int)
        passages = [one for real in self._real for one in real.content.passages]
        for passage in passages:
            for word in set(_WORD.findall(passage.text)):
                counts[word] += 1
        by_length: dict[int, list[str]] = defaultdict(list)
        for word, count in sorted(counts.items()):
            if count <= _COMMON * len(passages):
                by_length[len(word)].append(word)
        return by_length


def distances(rows: Rows, among: Rows) -> tuple[float, float, float]:
    """The cosine to the nearest other, of a sample: 5th, 50th and 95th percentile."""
    sample = rows[:: max(1, len(rows) // _PROBED)]
    nearest = np.concatenate([np.sort(part @ among.T, axis=1)[:, -2] for part in _blocks(sample)])
    low, middle, high = np.percentile(nearest, (5, 50, 95))
    return float(low), float(middle), float(high)


def _neighbour_differences(rows: Rows) -> Rows:
    """Of a sample of the rows; a doublet says nothing of how neighbours differ."""
    sample = rows[:: max(1, len(rows) // _PROBED)]
    found = []
    for part in _blocks(sample):
        cosines = part @ rows.T
        cosines[cosines > 1 - 1e-4] = -1
        found.append(rows[cosines.argmax(axis=1)] - part)
    return np.concatenate(found)


def _moved(rows: Rows, differences: Rows, generator: np.random.Generator) -> Rows:
    chosen = differences[generator.integers(len(differences), size=len(rows))]
    moved: Rows = rows + chosen * generator.choice((-1, 1), (len(rows), 1)).astype(np.float32)
    unit: Rows = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit.astype(np.float32)


def _blocks(rows: Rows) -> Iterator[Rows]:
    for start in range(0, len(rows), 256):
        yield rows[start : start + 256]


def _real(index: Index, entry: Entry) -> Real:
    content, vectors = (
        index.archive.content(entry.id),
        index.archive.vectors(entry.id, entry.vectors),
    )
    if content is None or vectors is None:
        raise RuntimeError(f"arkivet saknar {entry.id}: kör belagg ingest --rebuild")
    return Real(entry, content, vectors)


def _identity(identity: str, copy: int) -> str:
    return sha256(f"{identity} {copy}".encode()).hexdigest()[:16] if copy else identity


def _renamed(sentence: Sentence, renamed: Callable[[str], str]) -> Sentence:
    notes = tuple(map(renamed, sentence.notes))
    return replace(sentence, passage_id=renamed(sentence.passage_id), notes=notes)
