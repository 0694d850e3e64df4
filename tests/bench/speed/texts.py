"""The very texts that an index has vectors of, and how an embedder alone takes them."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.generation import Index, open_index
from index.texts import passage_text, sentence_text

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


def embedded_texts(folder: Path) -> tuple[list[str], list[str]]:
    """Of all passages and of all sentences, in the order of their vectors, doublets too."""
    index = open_index(folder)
    passages: list[str] = []
    sentences: list[str] = []
    for document in index.store.documents():
        for passage in index.store.passages_of(document.id):
            passages.append(passage_text(document.description, passage))
        sentences += _sentences(index, document.id)
    return passages, sentences


def _sentences(index: Index, document: str) -> list[str]:
    content = index.archive.content(document)
    if content is None:
        raise RuntimeError(f"arkivet saknar innehållet i {document}: kör belagg ingest --rebuild")
    by_id = {passage.id: passage for passage in content.passages}
    return [sentence_text(by_id[one.passage_id], one) for one in content.sentences]


def seconds(embed: Embed, texts: Sequence[str]) -> float:
    began = time.perf_counter()
    embed(texts)
    return time.perf_counter() - began


def spaced(texts: Sequence[str], count: int) -> list[str]:
    """So many at even distances, so that long and short are there as in the whole."""
    step = max(1, len(texts) // count)
    return list(texts[::step][:count])
