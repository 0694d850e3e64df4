"""Learns the weights of ranking, sentence choice and refusal from gold questions.

    python -m tests.bench.fitting INDEX GOLD.jsonl [INDEX GOLD.jsonl …]

Prints the weights, to be written into index/fusion.py, server/sentence_scores.py and
server/support.py, and what they are worth on questions that were held back: the mean of five
folds, drawn three times. The ranking is fitted by maximum likelihood of a passage that carries
the evidence (ListNet's top-one probability: Cao et al. 2007), the others by logistic regression.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from index import fusion
from index.embedder import SentenceTransformerEmbedder
from index.fusion import standardised
from index.generation import open_index
from index.search import Hit, Searcher
from server import sentence_scores, support
from server.gold import GoldQuestion, carries, read_gold
from server.sentence_scores import Candidate, scored_sentences
from server.settings import load_settings

FOLDS = 5
DRAWS = 3
DEPTH = 40
RIDGE = 0.02
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8)

Rows = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Observed:
    """One question: the signals of its hits and the signs of their sentences, (n, k) each with
    which of them carry the evidence, (n,); and the signs of support, (k,)."""

    question: GoldQuestion
    hits: Rows
    carrying: Labels
    sentences: Rows
    telling: Labels
    support: Rows


def observe(searcher: Searcher, questions: Sequence[GoldQuestion]) -> Iterator[Observed]:
    for question in questions:
        results = searcher.search(question.question, DEPTH)
        candidates = scored_sentences(results, searcher)
        if not candidates:
            continue
        signals = _rows([hit.signals for hit in results.hits], tuple(fusion.WEIGHTS))
        signs = support.signs_of_support(results, candidates)
        yield Observed(
            question,
            np.column_stack([standardised(column) for column in signals.T]),
            np.array([_carries(hit, question) for hit in results.hits]),
            _rows([one.signs for one in candidates], tuple(sentence_scores.WEIGHTS)),
            np.array([_tells(one, question) for one in candidates]),
            _rows([signs], tuple(support.WEIGHTS))[0],
        )


def _rows(measured: Sequence[Mapping[Any, float]], names: Sequence[str]) -> Rows:
    return np.array([[one[name] for name in names] for one in measured])


def _carries(hit: Hit, question: GoldQuestion) -> bool:
    return hit.document.file == question.document and carries(hit.passage.text, question.evidence)


def _tells(one: Candidate, question: GoldQuestion) -> bool:
    """True of a sentence that holds the evidence, or that is a part of it."""
    return _carries(one.hit, question) and (
        carries(one.words, question.evidence)
        or any(carries(evidence, (one.words,)) for evidence in question.evidence)
    )


def ranking_weights(observed: Sequence[Observed]) -> Rows:
    known = [one for one in observed if one.carrying.any()]

    def loss(weights: Rows) -> tuple[float, Rows]:
        value, slope = RIDGE * float(weights @ weights), 2 * RIDGE * weights
        for one in known:
            total = one.hits @ weights
            share = np.exp(total - total.max())
            share /= share.sum()
            right = share[one.carrying].sum()
            wanted = np.where(one.carrying, share / right, 0)
            value -= float(np.log(right)) / len(known)
            slope = slope - (wanted - share) @ one.hits / len(known)
        return value, slope

    start = np.full(len(fusion.WEIGHTS), 0.5)
    fitted: Rows = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return fitted


def sentence_weights(observed: Sequence[Observed]) -> Rows:
    known = [one for one in observed if one.telling.any()]
    rows = np.vstack([one.sentences for one in known])
    # The cosines lie so close that without a scale the ridge would suppress them.
    scale = rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit(rows / scale, np.concatenate([one.telling for one in known]))
    weights: Rows = model.coef_[0] / scale
    return weights


def support_weights(observed: Sequence[Observed]) -> tuple[Rows, float]:
    rows = np.vstack([one.support for one in observed])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=1000)
    model.fit((rows - mean) / scale, [one.question.is_answerable for one in observed])
    weights: Rows = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - weights @ mean)


def held_back(
    observed: Sequence[Observed], score: Callable[[Sequence[Observed], Sequence[Observed]], Rows]
) -> Rows:
    """What `score` gives each question when it is fitted on the other folds, (draws, n)."""
    drawn = []
    for draw in range(DRAWS):
        fold = np.random.default_rng(draw).permutation(len(observed)) % FOLDS
        scores = np.zeros(len(observed))
        for number in range(FOLDS):
            chosen = np.flatnonzero(fold == number)
            rest = [one for one, its in zip(observed, fold, strict=True) if its != number]
            scores[chosen] = score(rest, [observed[place] for place in chosen.tolist()])
        drawn.append(scores)
    return np.array(drawn)


def _reciprocal_ranks(rest: Sequence[Observed], chosen: Sequence[Observed]) -> Rows:
    weights = ranking_weights(rest)
    return np.array([_reciprocal_rank(one.hits @ weights, one.carrying) for one in chosen])


def _reciprocal_rank(scores: Rows, right: Labels) -> float:
    found = np.flatnonzero(right[np.argsort(-scores, kind="stable")])
    return 1 / (1 + int(found[0])) if len(found) else 0.0


def _told_first(rest: Sequence[Observed], chosen: Sequence[Observed]) -> Rows:
    weights = sentence_weights(rest)
    first = [one.telling[np.argmax(one.sentences @ weights)] for one in chosen]
    return np.array(first, float)


def _supports(rest: Sequence[Observed], chosen: Sequence[Observed]) -> Rows:
    weights, constant = support_weights(rest)
    logits = np.array([one.support @ weights + constant for one in chosen])
    supported: Rows = 1 / (1 + np.exp(-logits))
    return supported


def report(observed: Sequence[Observed]) -> None:
    asked = [one for one in observed if one.question.is_answerable]
    reworded = np.array([one.question.style == "omskriven" for one in asked])
    ranks = held_back(asked, _reciprocal_ranks)
    for name, group in (("alla", ranks), ("omskriven", ranks[:, reworded])):
        recall = "  ".join(f"R@{k} {(group >= 1 / k).mean():.3f}" for k in (1, 3, 5, 10, 20))
        print(f"{name}: {recall}  MRR {group.mean():.3f}")
    print(f"likeliest sentence holds the evidence: {held_back(asked, _told_first).mean():.3f}")
    supported = held_back(observed, _supports)
    unanswerable = np.array([not one.question.is_answerable for one in observed])
    for threshold in THRESHOLDS:
        refused = supported < threshold
        recall_ = refused[:, unanswerable].mean()
        precision = refused[:, unanswerable].sum() / max(1, refused.sum())
        print(f"threshold {threshold}: refusal recall {recall_:.3f}, precision {precision:.3f}")


def show(name: str, names: Sequence[str], weights: Rows) -> None:
    print(name, {key: round(float(value), 3) for key, value in zip(names, weights, strict=True)})


def main(pairs: Sequence[tuple[Path, Path]]) -> None:
    settings = load_settings()
    embedder = SentenceTransformerEmbedder.load(settings.model, settings.cache)
    observed: list[Observed] = []
    for index, gold in pairs:
        observed += observe(Searcher(open_index(index), embedder), read_gold(gold))
    report(observed)
    asked = [one for one in observed if one.question.is_answerable]
    show("index/fusion.py", list(fusion.WEIGHTS), ranking_weights(asked))
    show("server/sentence_scores.py", list(sentence_scores.WEIGHTS), sentence_weights(asked))
    weights, constant = support_weights(observed)
    show("server/support.py", [*support.WEIGHTS, "constant"], np.append(weights, constant))


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:]]
    main(list(zip(paths[::2], paths[1::2], strict=True)))
