"""What the text of a passage says for it, beside its vectors: the signals of the shortlist."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.answer_forms import carries_answer
from index.constraints import Constraint, contradicted, named_instead, unmet
from index.fusion import CONSTRAINTS, COVERAGE, FORM, KIND, Signal, Signals
from index.query import Query
from index.texts import sentence_text
from ingest.document import Document, Passage, Sentence, Statement

# A sentence this much farther from the question than the passage's nearest says nothing of how
# the passage answers it.
_NEAR = 0.03
# What a constraint that isn't named counts: a weak one, and one in whose stead the text names
# another of its kind.
_WEAK = 1 / 3
_OTHER = 1.5


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a passage with its cosine to the question."""

    sentence: Sentence
    similarity: float


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage of the shortlist with its document, its search terms and its sentences."""

    passage: Passage
    document: Document
    terms: frozenset[str]
    sentences: tuple[ScoredSentence, ...]

    @property
    def context(self) -> str:
        """All that tells what the passage is about: title, publisher, headings and text."""
        description = self.document.description
        around = (description.title, description.publisher, *self.passage.section)
        return "\n".join((*around, self.passage.text))

    def near_sentences(self) -> Iterable[Sentence]:
        nearest = max((one.similarity for one in self.sentences), default=0.0)
        return (one.sentence for one in self.sentences if one.similarity >= nearest - _NEAR)

    def lacks(self, constraint: Constraint) -> bool:
        """True when neither the passage nor anything around it names what is asked about."""
        return bool(unmet((constraint,), self.context, self.document.description.year))

    def names_instead(self, constraint: Constraint) -> tuple[str, ...]:
        """What it names of the same kind."""
        return named_instead(constraint, self.context, self.document.description.year)


def reading_signals(query: Query, shortlist: Sequence[ReadPassage]) -> Signals:
    """Each signal for each passage, (n,)."""
    rows = [_signals(query, read) for read in shortlist]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]} if rows else {}


def _signals(query: Query, read: ReadPassage) -> Mapping[Signal, float]:
    near = list(read.near_sentences())
    return {
        COVERAGE: query.terms.coverage(read.terms),
        KIND: max((kind_fit(query, one.statement) for one in near), default=0.0),
        FORM: max((form_fit(query, read.passage, one) for one in near), default=0.0),
        CONSTRAINTS: -constraint_misfit(query, read.context, read.document.description.year),
    }


def kind_fit(query: Query, statement: Statement) -> float:
    """How strongly the question asks for this kind of statement, between 0 and 1."""
    return dict(query.understanding.kinds).get(statement.kind, 0.0)


def form_fit(query: Query, passage: Passage, sentence: Sentence) -> float:
    """How surely the sentence holds the form of answer that is asked for, between 0 and 1."""
    actors = sentence.statement.actors
    return carries_answer(query.form, sentence_text(passage, sentence), actors)


def constraint_misfit(query: Query, context: str, year: int | None) -> float:
    """How much of what the question is limited to the text doesn't name, 0 when it names all."""
    missed = unmet(query.constraints, context, year)
    other = contradicted(missed, context, year)
    return sum(
        (_OTHER if one in other else 1.0) * (1.0 if one.kind.is_strong else _WEAK) for one in missed
    )


def is_about_another(query: Query, read: ReadPassage) -> bool:
    """True when the passage doesn't name the year, place, body or law that the question is
    limited to: it then supports no answer."""
    return any(read.lacks(one) for one in query.constraints if one.kind.is_strong)
