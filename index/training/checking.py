"""How well a model finds: mean reciprocal rank and recall on questions it hasn't learnt from."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sentence_transformers import SentenceTransformer

from index.training.examples import Example


@dataclass(frozen=True, slots=True)
class Found:
    questions: int
    recall_at_1: float
    recall_at_5: float
    mrr: float


def check(model: SentenceTransformer, asked: Sequence[Example], passages: Sequence[str]) -> Found:
    """Each question against all passages, its own among them."""
    place = {passage: number for number, passage in enumerate(passages)}
    right = np.array([place[example.passage] for example in asked])
    near = model.encode_query([example.question for example in asked]) @ (
        model.encode_document(list(passages)).T
    )
    own = near[np.arange(len(asked)), right]
    ranks = 1 + (near > own[:, None]).sum(axis=1)
    return Found(
        len(asked),
        recall_at_1=round(float((ranks <= 1).mean()), 4),
        recall_at_5=round(float((ranks <= 5).mean()), 4),
        mrr=round(float((1 / ranks).mean()), 4),
    )


def swefaq(data: Path, part: str) -> tuple[list[Example], list[str]]:
    """SweFAQ of SuperLim 2, "dev" or "test": what the model knew before and must not forget."""
    answers = {one["did"]: one["text"] for one in _lines(data / f"retrieval_{part}_corpus.jsonl")}
    asked = [
        Example(one["text"], answers[one["positive"]], True)
        for one in _lines(data / f"retrieval_{part}_queries.jsonl")
    ]
    return asked, list(dict.fromkeys(answers.values()))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
