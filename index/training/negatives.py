"""A hard negative for each question: a passage that is near it and does not answer it.

The yearly reports repeat whole paragraphs; such twins of the answer are no negatives.
"""

import random
import re
from collections.abc import Sequence
from itertools import islice

import numpy as np
from sentence_transformers import SentenceTransformer

from index.training.examples import Example

# Beyond these ranks a passage teaches little; nearer than this share of the answer's own
# similarity it may well be an unmarked answer (NV-Retriever: Moreira et al. 2024).
RANKS = 12
NEAREST = 0.97
TWIN_OVERLAP = 0.45
_WORD = re.compile(r"\w+")


def hard_negatives(model: SentenceTransformer, examples: Sequence[Example], seed: int) -> list[str]:
    """One passage for each example, drawn among the nearest ones that don't answer it."""
    passages = list(dict.fromkeys(example.passage for example in examples))
    words = [frozenset(_WORD.findall(passage.casefold())) for passage in passages]
    place = {passage: number for number, passage in enumerate(passages)}
    near = model.encode_query([example.question for example in examples]) @ (
        model.encode_document(passages).T
    )
    draw = random.Random(seed)
    chosen = []
    for scores, example in zip(near, examples, strict=True):
        own = place[example.passage]
        wrong = (
            int(number)
            for number in np.argsort(-scores)
            if scores[number] < NEAREST * scores[own] and not _twins(words[number], words[own])
        )
        chosen.append(passages[draw.choice(list(islice(wrong, RANKS)))])
    return chosen


def _twins(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > TWIN_OVERLAP * min(len(one), len(other))
