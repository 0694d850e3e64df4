"""What people asked and the documents did not answer, alike questions together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index.inflection import stem
from index.words import STOP_WORDS, words
from server.question_log import Asked


@dataclass(frozen=True, slots=True)
class Gap:
    """A question in its most usual wording, how many times it was refused, and what it came
    closest to the last time."""

    question: str
    count: int
    last_day: date
    nearest: str | None
    nearest_url: str | None


def gaps(asked: Iterable[Asked]) -> list[Gap]:
    """The refused questions, the most asked first. Those that have been answered since are
    none."""
    alike: dict[frozenset[str], list[Asked]] = {}
    for one in asked:
        key = _key(one.question)
        if one.outcome == "answered":
            alike.pop(key, None)
        else:
            alike.setdefault(key, []).append(one)
    found = [_gap(refused) for refused in alike.values()]
    return sorted(found, key=lambda gap: (-gap.count, -gap.last_day.toordinal(), gap.question))


def _gap(refused: list[Asked]) -> Gap:
    last = refused[-1]
    question = Counter(one.question for one in refused).most_common(1)[0][0]
    return Gap(question, len(refused), last.day, last.nearest, last.nearest_url)


def _key(question: str) -> frozenset[str]:
    """The stems of the words that tell something; of a question without any, all."""
    asked = list(words(question))
    return frozenset(stem(word) for word in asked if word not in STOP_WORDS) or frozenset(asked)
