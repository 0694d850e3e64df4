"""A generation made from the one before, and one put together anew, find and count the same."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index import assembly
from index.archive import Vectors
from index.candidates import Candidates, Collector
from index.embedder import ModelIdentity
from index.filters import Filter
from index.generation import Index, current_generation, damaged_files, open_index
from index.manifest import Entry, Manifest
from ingest.document import (
    Content,
    Description,
    Kind,
    Modality,
    Page,
    Passage,
    Role,
    Sentence,
    Span,
    Statement,
    StatementKind,
)

MODEL = ModelIdentity("prov", "0" * 64, 8)
WORDS = "kommun region ansvar rutin vård avvikelse plan mål enkät".split()
KINDS = (Kind.GUIDELINE, Kind.INQUIRY)
FILTERS = (
    Filter(),
    Filter(kinds=KINDS[:1], year_from=2012),
    Filter(statements=(StatementKind.DUTY,), modalities=(Modality.MUST,)),
    Filter(roles=(Role.REFERENCES,)),
    Filter(actors=("kommunen",)),
)


def made(document_id: str, random: Random) -> tuple[Content, Vectors]:
    """A document of a few passages, of any words and any vectors."""
    passages, sentences = [], []
    for number in range(random.randint(1, 4)):
        texts = [" ".join(random.choices(WORDS, k=4)) for _ in range(random.randint(0, 3))]
        text, identity = " ".join(texts) or "tomt", f"{document_id}-{number}"
        role = random.choice((Role.TEXT, Role.TEXT, Role.REFERENCES))
        section = (random.choice(WORDS),)
        span = Span(0, len(text), 1, 0)
        passages.append(Passage(identity, document_id, section, text, (span,), role))
        for start in range(len(texts)):
            kind, modality = random.choice(list(StatementKind)), random.choice(list(Modality))
            actors = random.choice(((), ("kommunen",), ("regionen",)))
            said = Statement(kind, modality, actors)
            sentences.append(Sentence(identity, start, len(text), said))
    vectors = np.random.default_rng(random.randrange(10**6)).normal(
        size=(len(passages) + len(sentences), MODEL.dimension)
    )
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    names = np.zeros(len(unit), np.uint64)
    content = Content((Page(1, "1", "sida"),), tuple(passages), tuple(sentences))
    return content, Vectors(unit[: len(passages)], unit[len(passages) :], names)


class Collection:
    """Documents that come, change and go."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.entries: dict[str, Entry] = {}
        self.sources: dict[str, tuple[Content, Vectors]] = {}

    def put(self, number: int) -> None:
        identity = f"{number:016x}"
        source = made(identity, self.random)
        title, year = f"Plan {self.random.choice(WORDS)}", self.random.randint(2008, 2016)
        description = Description(title, "Region", year, self.random.choice(KINDS))
        key = f"{self.random.randrange(10**9):024d}"
        self.entries[identity] = Entry(
            identity, f"{identity}.pdf", description, 1, len(source[0].passages), key
        )
        self.sources[identity] = source

    def change(self) -> None:
        number = self.random.choice([*self.entries, None, None])
        if number is None:
            self.put(self.random.randrange(1000))
        elif self.random.random() < 0.5:
            del self.entries[number]
        else:
            self.put(int(number, 16))

    def assemble(self, folder: Path, manifest: Manifest | None = None) -> Index:
        folder.mkdir(exist_ok=True)
        entries = sorted(self.entries.values(), key=lambda entry: entry.id)
        assembly.assemble(folder, entries, MODEL, lambda entry: self.sources[entry.id], manifest)
        return open_index(folder)


def collected(index: Index, seed: int, limits: Filter) -> Candidates:
    vector = np.random.default_rng(seed).normal(size=MODEL.dimension)
    unit = (vector / np.linalg.norm(vector)).astype(np.float32)
    terms = Random(seed).sample(WORDS, 3)
    return Collector(index).collect(unit, terms, limits)


def by_passage(index: Index, found: Candidates) -> Mapping[str, list[float]]:
    """The signals of each passage and of its sentences, by the passage's own name."""
    return {
        index.store.passages([int(number)])[0].id: [
            *(float(values[place]) for values in found.signals.values()),
            *found.sentences[place].tolist(),
        ]
        for place, number in enumerate(found.numbers)
    }


@pytest.mark.parametrize("seed", range(6))
def test_what_is_changed_step_by_step_is_found_as_if_put_together_anew(
    tmp_path: Path, seed: int
) -> None:
    collection = Collection(seed)
    for number in range(60):
        collection.put(number)
    stepped = collection.assemble(tmp_path / "a")
    while stepped.manifest.changed < 0.15 * stepped.manifest.complete:
        collection.change()
        stepped = collection.assemble(tmp_path / "a", stepped.manifest)
    anew = collection.assemble(tmp_path / "b")
    assert len(stepped.passages) > len(stepped.keywords) == len(anew.passages)
    assert stepped.store.lexicon() == anew.store.lexicon()
    for entry in collection.entries.values():
        assert stepped.store.counts(entry.id) == anew.store.counts(entry.id)
    np.testing.assert_allclose(stepped.sentences.mean(), anew.sentences.mean(), atol=1e-6)
    for limits in FILTERS:
        found, expected = (
            by_passage(index, collected(index, seed, limits)) for index in (stepped, anew)
        )
        assert found.keys() == expected.keys()
        for name, values in expected.items():
            assert found[name] == pytest.approx(values, rel=1e-5, abs=1e-5)


def test_equal_changes_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        collection = Collection(1)
        for number in range(30):
            collection.put(number)
        first = collection.assemble(tmp_path / name)
        collection.change()
        collection.assemble(tmp_path / name, first.manifest)
    home = str(current_generation(tmp_path / "a"))
    for file in sorted((tmp_path / "a" / home).iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / home / file.name).read_bytes(), file.name


def test_much_change_puts_all_together_anew(tmp_path: Path) -> None:
    collection = Collection(2)
    for number in range(10):
        collection.put(number)
    first = collection.assemble(tmp_path / "ix")
    for number in range(5):
        collection.put(number)
    second = collection.assemble(tmp_path / "ix", first.manifest)
    assert second.manifest.changed == 0
    assert len(second.passages) == len(second.keywords)


def test_a_damaged_generation_is_not_built_upon(tmp_path: Path) -> None:
    collection = Collection(3)
    for number in range(30):
        collection.put(number)
    first = collection.assemble(tmp_path / "ix")
    vectors = tmp_path / "ix" / first.generation / "passages.f32"
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"x")
    collection.change()
    second = collection.assemble(tmp_path / "ix", first.manifest)
    assert damaged_files(tmp_path / "ix") == []
    assert second.manifest.changed == 0
