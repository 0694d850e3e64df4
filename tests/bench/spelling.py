"""How well misspelt questions are mended, and how seldom correct ones are touched.

    python -m tests.bench.spelling FOLDER... [--questions FILE.jsonl]

Words of the PDFs in the folders are misspelt one by one, by a fixed seed, in six ways. A case is
mended when the word that was meant comes back, or a form of it with the same stem. Of the
questions (JSON Lines, "question"), which are taken to be correct, every changed word counts.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from index.inflection import stem
from index.lexicon import Lexicon
from index.spelling import Speller
from index.words import words
from ingest.parsing import parse_pdf

_LETTERS = "abcdefghijklmnoprstuvyåäö"
_SEED = 20240611
_CASES = 300
_SHORTEST = 6
_COMMON = 3
_BARE = str.maketrans("åäö", "aao")


def _other_letter(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice(_LETTERS) + word[at + 1 :]


def _transposed(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def _added(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) + 1)
    return word[:at] + chance.choice(_LETTERS) + word[at:]


def _without_dots(word: str, chance: random.Random) -> str:
    return word.translate(_BARE)


ERRORS: Mapping[str, Callable[[str, random.Random], str]] = {
    "fel bokstav": _other_letter,
    "omkastade": _transposed,
    "tappad": _dropped,
    "dubblerad": _doubled,
    "tillagd": _added,
    "utan åäö": _without_dots,
}


@dataclass(slots=True)
class Figures:
    cases: int = 0
    changed: int = 0
    exact: int = 0
    right: int = 0
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, meant: str, typed: str, mended: str) -> None:
        self.cases += 1
        self.changed += mended != typed
        self.exact += mended == meant
        if mended == meant or stem(mended) == stem(meant):
            self.right += 1
        elif mended != typed:
            self.wrong.append((meant, typed, mended))

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.changed if self.changed else 1.0


def misspelt(vocabulary: Mapping[str, int], speller: Speller) -> dict[str, Figures]:
    """Each way of misspelling with what came of it; the carrier sentence has its å ä ö."""
    chance = random.Random(_SEED)
    usual = sorted(
        word
        for word, count in vocabulary.items()
        if count >= _COMMON and len(word) >= _SHORTEST and word.isalpha()
    )
    found = {}
    for name, misspell in ERRORS.items():
        figures = found[name] = Figures()
        while figures.cases < _CASES:
            meant = chance.choice(usual)
            typed = misspell(meant, chance)
            if typed != meant:
                figures.add(meant, typed, speller.corrected(f"gäller {typed}").split(" ", 1)[1])
    return found


def changed_words(questions: Sequence[str], speller: Speller) -> tuple[int, list[str]]:
    """How many words the questions have, and those that were changed."""
    total, changed = 0, []
    for question in questions:
        before = re.findall(r"\w+", question)
        after = re.findall(r"\w+", speller.corrected(question))
        total += len(before)
        if before != after:
            changed.append(
                f"{' '.join(w for w in before if w not in after)} → "
                f"{' '.join(w for w in after if w not in before)}"
            )
    return total, changed


def report(vocabulary: Mapping[str, int], questions: Sequence[str]) -> None:
    speller = Speller(Lexicon.of(vocabulary))
    speller.corrected("felstavatt")
    print(f"{len(vocabulary)} ord i samlingen")
    everything = misspelt(vocabulary, speller)
    for name, figures in everything.items():
        print(
            f"{name:12} {figures.cases} fall: rättade {figures.right / figures.cases:.3f} "
            f"(ordagrant {figures.exact / figures.cases:.3f}), precision {figures.precision:.3f}"
        )
        print("   ", "; ".join(" > ".join(case) for case in figures.wrong[:6]))
    if questions:
        begun = process_time()
        total, changed = changed_words(questions, speller)
        each = 1000 * (process_time() - begun) / len(questions)
        print(f"{len(questions)} rätta frågor, {total} ord: ändrade på {len(changed)} ställen")
        print(f"    andel {len(changed) / total:.4%}, {each:.2f} ms per fråga")
        print("   ", "; ".join(changed[:60]))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--questions", type=Path)
    given = arguments.parse_args()
    paths = sorted(path for folder in given.folders for path in folder.rglob("*.pdf"))
    contents = (parse_pdf(path).content for path in paths)
    passages = (passage for content in contents for passage in content.passages)
    vocabulary = Counter(word for passage in passages for word in words(passage.text))
    lines = given.questions.read_text("utf-8").splitlines() if given.questions else []
    report(vocabulary, [json.loads(line)["question"] for line in lines])


if __name__ == "__main__":
    main()
