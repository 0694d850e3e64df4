"""The words of a collection: how often each stands, and how often each stem in all its forms."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from index.inflection import stem


@dataclass(frozen=True, slots=True)
class Lexicon:
    counts: Mapping[str, int]
    stems: Mapping[str, int]

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "Lexicon":
        """To stem the words of a large collection takes seconds: what is stored has its stems."""
        stems: Counter[str] = Counter()
        for word, count in counts.items():
            stems[stem(word)] += count
        return cls(counts, stems)
