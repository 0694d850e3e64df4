"""What a question may ask of a passage's text, read once when it is indexed: what the passage
names, and of each sentence its search terms and how surely it holds each form of answer.

Read by the same rules as the question is, so the two meet; at a question it costs a row.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.answer_forms import AnswerForm, carries_answer
from index.constraints import ConstraintKind, Names, names_of
from index.texts import sentence_text
from ingest.document import Description, Passage, Sentence

# Strengths are told in tenths, each as one letter.
_TENTHS = "0123456789X"
_PLACE = {form: place for place, form in enumerate(AnswerForm)}
_KINDS = {kind.value: kind for kind in ConstraintKind}


class TermReader(Protocol):
    """What gives the search terms of a text."""

    def terms(self, text: str) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class SentenceAnnotation:
    """As it is stored, since few of those that are fetched are looked into: a letter for each
    form of answer, and the search terms between blanks."""

    strengths: str
    words: str

    def carries(self, form: AnswerForm) -> float:
        """How surely the sentence holds what a form wants, between 0 and 1."""
        return _TENTHS.index(self.strengths[_PLACE[form]]) / 10

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(self.words.split())


@dataclass(frozen=True, slots=True)
class Annotation:
    """`names` are those of the passage with all that tells what it is about: its headings, and
    its document's title, publisher and year. The sentences are in order."""

    names: Names
    sentences: tuple[SentenceAnnotation, ...]


def annotation(
    description: Description,
    passage: Passage,
    sentences: Sequence[Sentence],
    analyser: TermReader,
) -> Annotation:
    context = (description.title, description.publisher, *passage.section, passage.text)
    return Annotation(
        names_of("\n".join(context), description.year),
        tuple(_annotated(passage, sentence, analyser) for sentence in sentences),
    )


def _annotated(passage: Passage, sentence: Sentence, analyser: TermReader) -> SentenceAnnotation:
    text = sentence_text(passage, sentence)
    actors = sentence.statement.actors
    strengths = (carries_answer(form, text, actors) for form in AnswerForm)
    letters = "".join(_TENTHS[round(10 * strength)] for strength in strengths)
    return SentenceAnnotation(letters, " ".join(sorted(set(analyser.terms(text)))))


def packed(annotation: Annotation) -> str:
    sentences = [(one.strengths, one.words) for one in annotation.sentences]
    return json.dumps((annotation.names, sentences), ensure_ascii=False, separators=(",", ":"))


def unpacked(stored: str) -> Annotation:
    names, sentences = json.loads(stored)
    return Annotation(
        {_KINDS[kind]: tuple(named) for kind, named in names.items()},
        tuple(SentenceAnnotation(*one) for one in sentences),
    )
