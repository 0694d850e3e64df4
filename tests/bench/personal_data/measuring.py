"""What is found of what is there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.personal_data import PersonalDataKind, find
from tests.bench.personal_data.cases import Case

_NUMBERS = frozenset(
    {
        PersonalDataKind.PERSONAL_NUMBER,
        PersonalDataKind.COORDINATION_NUMBER,
        PersonalDataKind.RESERVE_NUMBER,
    }
)


@dataclass(slots=True)
class Measured:
    """`there` and `found` are counted by kind and by way of writing; `called` counts those that
    were called what they are."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    called: int = 0
    missed: list[Case] = field(default_factory=list)
    false: list[Case] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / max(1, len(self.missed) + self._hits)

    @property
    def precision(self) -> float:
        return self._hits / max(1, self._hits + len(self.false))

    @property
    def _hits(self) -> int:
        return sum(self.found[kind] for kind in _NUMBERS)


def measure(cases: Iterable[Case]) -> Measured:
    measured = Measured()
    for case in cases:
        numbers = [data for data in find(case.text) if data.kind in _NUMBERS]
        whole = [data for data in numbers if (data.start, data.end) == (case.start, case.end)]
        if case.kind is None:
            measured.others[case.way] += 1
            measured.taken[case.way] += bool(numbers)
        else:
            for name in (case.kind, case.way):
                measured.there[name] += 1
                measured.found[name] += bool(whole)
            measured.called += any(data.kind == case.kind for data in whole)
            if not whole:
                measured.missed.append(case)
        if len(numbers) > (len(whole) if case.kind else 0):
            measured.false.append(case)
    return measured
