"""What speaks for a passage, by name."""

from typing import NewType

Signal = NewType("Signal", str)
# Of every candidate: the cosines of its vector and of its best sentence's to the question's, and
# its BM25 score.
PASSAGE = Signal("passage")
SENTENCE = Signal("sentence")
KEYWORDS = Signal("keywords")
# Of the shortlist, which is read as text: the share of the question's words it holds, and how
# well a sentence of it fits what is asked for: the kind of statement, the form of answer, the
# year, place, body or law that the question is about.
COVERAGE = Signal("coverage")
KIND = Signal("kind")
FORM = Signal("form")
CONSTRAINTS = Signal("constraints")
# Of the first of the shortlist, where a reranker is set: its score.
RERANKER = Signal("reranker")
