"""A question as the search understands it."""

from dataclasses import dataclass

from index.answer_forms import AnswerForm
from index.constraints import Constraint, ConstraintKind, constraints_in
from index.coverage import WeightedTerms
from index.question import Understanding, understand


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: the question with typing errors mended and abbreviations explained,
    its words by weight, what it asks for and what it is limited to."""

    text: str
    terms: WeightedTerms
    understanding: Understanding
    constraints: tuple[Constraint, ...]

    @property
    def form(self) -> AnswerForm:
        return self.understanding.answer

    @property
    def names_a_year(self) -> bool:
        return any(constraint.kind is ConstraintKind.YEAR for constraint in self.constraints)


def understood(question: str, text: str, terms: WeightedTerms) -> Query:
    """`text` is the question as it is searched for. What it asks for is read out of `question`,
    where abbreviations are not explained: an explained one is no second occupation or law."""
    return Query(text, terms, understand(question), constraints_in(question))
