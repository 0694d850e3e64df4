"""What the text of a passage says for it, beside its vectors: the signals of the shortlist."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.annotation import Annotation, SentenceAnnotation
from index.constraints import Constraint, Names, contradicted, named_instead, unmet
from index.fusion import Signals
from index.query import Query
from index.signals import CONSTRAINTS, COVERAGE, FORM, KIND, Signal
from ingest.document import Document, Passage, Sentence, StatementKind

# A sentence this much farther from the question than the passage's nearest says nothing of how
# the passage answers it.
_NEAR = 0.03
# What a constraint that isn't named counts: a weak one, and one in whose stead the text names
# another of its kind.
_WEAK = 1 / 3
_OTHER = 1.5


@dataclass(frozen=True, slots=True)
class Listed:
    """A passage of the shortlist: what was noted of its text, the kinds of its sentences'
    statements, their cosines to the question, (s,), and the question's terms that it holds."""

    annotation: Annotation
    kinds: Sequence[StatementKind]
    similarities: NDArray[np.float32]
    terms: Collection[str]

    def near_sentences(self) -> Iterator[int]:
        """The places of those that are about as near to the question as the nearest."""
        if len(self.similarities):
            yield from np.flatnonzero(self.similarities >= self.similarities.max() - _NEAR).tolist()


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a passage with what was noted of it and its cosine to the question."""

    sentence: Sentence
    annotation: SentenceAnnotation
    similarity: float


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that was found, with its document, what it names, and its sentences."""

    passage: Passage
    document: Document
    names: Names
    sentences: tuple[ScoredSentence, ...]

    def lacks(self, constraint: Constraint) -> bool:
        """True when neither the passage nor anything around it names what is asked about."""
        return bool(unmet((constraint,), self.names))

    def names_instead(self, constraint: Constraint) -> tuple[str, ...]:
        """What it names of the same kind."""
        return named_instead(constraint, self.names)


def reading_signals(query: Query, shortlist: Sequence[Listed]) -> Signals:
    """Each signal for each passage, (n,)."""
    rows = [_signals(query, listed) for listed in shortlist]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]} if rows else {}


def _signals(query: Query, listed: Listed) -> dict[Signal, float]:
    near = list(listed.near_sentences())
    carrying = (listed.annotation.sentences[place].carries(query.form) for place in near)
    return {
        COVERAGE: query.terms.coverage(listed.terms),
        KIND: max((kind_fit(query, listed.kinds[place]) for place in near), default=0.0),
        FORM: max(carrying, default=0.0),
        CONSTRAINTS: -constraint_misfit(query, listed.annotation.names),
    }


def kind_fit(query: Query, kind: StatementKind) -> float:
    """How strongly the question asks for this kind of statement, between 0 and 1."""
    return query.understanding.strength(kind)


def constraint_misfit(query: Query, names: Names) -> float:
    """How much of what the question is limited to a text doesn't name, 0 when it names all."""
    missed = unmet(query.constraints, names)
    other = contradicted(missed, names)
    return sum(
        (_OTHER if one in other else 1.0) * (1.0 if one.kind.is_strong else _WEAK) for one in missed
    )


def is_about_another(query: Query, read: ReadPassage) -> bool:
    """True when the passage doesn't name the year, place, body or law that the question is
    limited to: it then supports no answer."""
    return any(read.lacks(one) for one in query.constraints if one.kind.is_strong)
