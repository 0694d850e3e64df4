"""Two measurements of the same questions: what got better and what got worse."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from server.errors import ComparisonError
from server.evaluation import grouped
from server.figures import Difference, differences
from server.gold import GoldQuestion
from server.outcome import Measured, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class _FormerOutcome(Outcome):
    id: str
    question: str | None = None  # not kept in the first figures


@dataclass(frozen=True, slots=True)
class _FormerEvaluation:
    questions: tuple[_FormerOutcome, ...]


_EVALUATION = TypeAdapter(_FormerEvaluation)


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier measurement of those questions that are asked again; how many of each side
    the other lacks."""

    measured: tuple[Measured, ...]
    only_before: int
    only_now: int


@dataclass(frozen=True, slots=True)
class Change:
    """A question that another thing came of."""

    question: GoldQuestion
    before: Outcome
    after: Outcome

    @property
    def size(self) -> float:
        """Above 0 when more got better than worse."""
        return _worth(self.question, self.after) - _worth(self.question, self.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the figures changed, over all questions and by group, and the questions that did,
    the most changed first."""

    former: Former
    overall: Mapping[str, Difference]
    groups: Mapping[str, Mapping[str, Difference]]
    changes: tuple[Change, ...]

    @property
    def better(self) -> list[Change]:
        return [change for change in self.changes if change.size > 0]

    @property
    def worse(self) -> list[Change]:
        return [change for change in self.changes if change.size < 0]

    @property
    def other(self) -> list[Change]:
        """Changed, but worth as much as before."""
        return [change for change in self.changes if change.size == 0]

    def as_json(self) -> dict[str, Any]:
        return {
            "questions": len(self.former.measured),
            "only_before": self.former.only_before,
            "only_now": self.former.only_now,
            "overall": _json(self.overall),
            "groups": {name: _json(group) for name, group in self.groups.items()},
            "changes": [
                {
                    "id": change.question.id,
                    "size": round(change.size, 4),
                    "before": _seen(change.before),
                    "after": _seen(change.after),
                }
                for change in self.changes
            ],
        }


def read_former(path: Path, questions: Sequence[GoldQuestion]) -> Former:
    """What `belagg evaluate --json` wrote earlier. Raises ComparisonError.

    A question is the same when its id is and, where the text was kept, its text."""
    written = "en fil som belagg evaluate GULD.jsonl --json har skrivit"
    try:
        former = _EVALUATION.validate_json(path.read_bytes())
    except OSError as error:
        raise ComparisonError(
            f"{path} går inte att läsa ({error.strerror}). Ange {written}."
        ) from error
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        fault = f"fältet {place} saknas eller är fel" if place else "den är inte JSON"
        raise ComparisonError(
            f"{path} är ingen tidigare mätning: {fault}. Ange {written}."
        ) from error
    asked = {question.id: question for question in questions}
    measured = tuple(
        Measured(asked[one.id], one)
        for one in former.questions
        if one.id in asked and one.question in (None, asked[one.id].question)
    )
    if not measured:
        raise ComparisonError(
            f"{path} har ingen fråga gemensam med guldfrågorna. Ange {written} för samma frågor."
        )
    return Former(measured, len(former.questions) - len(measured), len(asked) - len(measured))


def compare(former: Former, now: Sequence[Measured]) -> Comparison:
    """Over the questions in common."""
    measured_now = {one.question.id: one for one in now}
    after = [measured_now[one.question.id] for one in former.measured]
    groups_after = grouped(after)
    changes = [
        Change(old.question, old.outcome, new.outcome)
        for old, new in zip(former.measured, after, strict=True)
        if _seen(old.outcome) != _seen(new.outcome)
    ]
    return Comparison(
        former,
        differences(former.measured, after),
        {
            name: differences(members, groups_after[name])
            for name, members in grouped(former.measured).items()
        },
        tuple(sorted(changes, key=lambda change: (-abs(change.size), change.question.id))),
    )


def _worth(question: GoldQuestion, outcome: Outcome) -> float:
    """Reciprocal rank, first citation, its page and `must` count the same; of a question that
    can't be answered, only that it is refused."""
    if not question.is_answerable:
        return float(outcome.refused)
    found = 1 / outcome.rank if outcome.rank else 0.0
    return found + outcome.first_citation_carries + outcome.page_exact + outcome.has_all_must


def _seen(outcome: Outcome) -> dict[str, Any]:
    """What a reader would see of a change; lengths and times change always."""
    return {
        "rank": outcome.rank,
        "refused": outcome.refused,
        "first_citation_carries": outcome.first_citation_carries,
        "page_exact": outcome.page_exact,
        "has_all_must": outcome.has_all_must,
    }


def _json(compared: Mapping[str, Difference]) -> dict[str, Any]:
    return {name: asdict(difference) for name, difference in compared.items()}
