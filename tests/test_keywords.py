"""The keyword index ranks as SQLite's FTS5 does, whose BM25 it has."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.keyword_writing import KeywordWriter
from index.keywords import KeywordIndex
from index.mask import Mask

# A few stand nearly everywhere, most hardly anywhere.
TERMS = [f"ord{number}" for number in range(300)]
WEIGHTS = [1 / (1 + number) for number in range(300)]
PASSAGES = 3000

Texts = list[tuple[list[str], list[str]]]


@pytest.fixture(scope="module")
def texts() -> Texts:
    """Terms in the title, and in the text, of each passage."""
    random = Random(1)
    return [
        (
            random.choices(TERMS, WEIGHTS, k=3),
            random.choices(TERMS, WEIGHTS, k=random.randint(0, 60)),
        )
        for _ in range(PASSAGES)
    ]


@pytest.fixture(scope="module")
def keywords(texts: Texts, tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    return written(tmp_path_factory.mktemp("ord"), texts)


def written(home: Path, texts: Texts, *base: object) -> KeywordIndex:
    writer = KeywordWriter(home, *base)  # type: ignore[arg-type]
    for title, text in texts:
        writer.add(title, text)
    writer.finish()
    return KeywordIndex(home)


@pytest.fixture(scope="module")
def reference(texts: Texts) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute("CREATE VIRTUAL TABLE keywords USING fts5 (title, text)")
    connection.executemany(
        "INSERT INTO keywords (rowid, title, text) VALUES (?, ?, ?)",
        ((n, " ".join(title), " ".join(text)) for n, (title, text) in enumerate(texts)),
    )
    return connection


def expected(connection: sqlite3.Connection, terms: Sequence[str]) -> dict[int, float]:
    rows = connection.execute(
        "SELECT rowid, -bm25(keywords, 0.3, 1) AS score FROM keywords WHERE keywords MATCH ? "
        "ORDER BY score DESC, rowid",
        (" OR ".join(dict.fromkeys(terms)),),
    )
    return dict(rows)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("limit", [5, 100, PASSAGES])
def test_the_best_passages_are_those_of_fts5(
    keywords: KeywordIndex, reference: sqlite3.Connection, seed: int, limit: int
) -> None:
    random = Random(seed)
    terms = random.choices(TERMS, WEIGHTS, k=random.randint(1, 8))
    numbers, scores = keywords.scores(terms, limit)
    all_scores = expected(reference, terms)
    best = list(all_scores.values())[:limit]
    np.testing.assert_allclose(scores, best, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(
        scores, [all_scores[int(number)] for number in numbers], rtol=1e-4, atol=1e-5
    )


def test_only_passages_that_are_let_through_are_ranked(
    keywords: KeywordIndex, reference: sqlite3.Connection
) -> None:
    allowed = np.random.default_rng(1).random(PASSAGES) < 0.3
    terms = ["ord0", "ord7", "ord40"]
    numbers, scores = keywords.scores(terms, 50, Mask(allowed))
    best = {n: s for n, s in expected(reference, terms).items() if allowed[n]}
    assert allowed[numbers].all()
    np.testing.assert_allclose(scores, list(best.values())[:50], rtol=1e-4)


def test_any_passage_is_scored_as_fts5_does(
    keywords: KeywordIndex, reference: sqlite3.Connection
) -> None:
    terms = ["ord0", "ord7", "ord40"]
    scored = expected(reference, terms)
    scores = keywords.scores_of(terms, np.arange(PASSAGES))
    np.testing.assert_allclose(
        scores, [scored.get(number, 0) for number in range(PASSAGES)], rtol=1e-4, atol=1e-5
    )


def test_a_term_s_passages_are_counted_and_told(keywords: KeywordIndex, texts: Texts) -> None:
    holding = [term in title + text for title, text in texts for term in ["ord5"]]
    assert keywords.frequency("ord5") == sum(holding)
    np.testing.assert_array_equal(keywords.holding("ord5", np.arange(PASSAGES)), holding)


def test_a_term_that_stands_nowhere_finds_nothing(keywords: KeywordIndex) -> None:
    assert keywords.frequency("ord") == keywords.frequency("") == keywords.frequency("ö") == 0
    assert not keywords.holding("ord", np.arange(3)).any()
    assert len(keywords.scores(["ord"], 10)[0]) == len(keywords.scores([], 10)[0]) == 0


def test_what_is_taken_out_and_added_ranks_as_if_written_anew(
    keywords: KeywordIndex, texts: Texts, tmp_path: Path
) -> None:
    (tmp_path / "steg").mkdir()
    (tmp_path / "nytt").mkdir()
    gone = np.arange(PASSAGES) % 10 == 0
    new = texts[:50]
    stepped = written(tmp_path / "steg", new, keywords, gone)
    kept = [text for text, is_gone in zip(texts, gone, strict=True) if not is_gone]
    anew = written(tmp_path / "nytt", kept + new)
    assert len(stepped) == len(anew)
    assert list(stepped.terms) == list(anew.terms)
    numbers, scores = stepped.scores(["ord1", "ord20", "ord30"], 100)
    assert not gone[numbers[numbers < PASSAGES]].any()
    np.testing.assert_allclose(scores, anew.scores(["ord1", "ord20", "ord30"], 100)[1], rtol=1e-5)


def test_an_index_without_passages_is_read(tmp_path: Path) -> None:
    empty = written(tmp_path, [])
    assert len(empty) == 0
    assert len(empty.scores(["ord1"], 10)[0]) == 0
