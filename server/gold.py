"""Gold questions, and when a text carries the evidence that they ask for."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from server.errors import GoldError

UNANSWERABLE = "saknas"
_SHARE_OF_GRAMS = 0.7
_GRAM = 4
_LINE_END_HYPHEN = re.compile(r"(?<=\w)[-\u00ad]\s*\n\s*(?=\w)")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with page-exact evidence; several evidence strings are alternatives."""

    id: str
    question: str
    persona: str
    kind: str
    style: str
    document: str
    pages: tuple[int, ...]
    evidence: tuple[str, ...]
    must: tuple[str, ...]

    @property
    def is_answerable(self) -> bool:
        return self.kind != UNANSWERABLE


_QUESTION = TypeAdapter(GoldQuestion)


def read_gold(path: Path) -> list[GoldQuestion]:
    """Reads a JSONL file of gold questions. Raises GoldError naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path} går inte att läsa ({error}). Ange en JSONL-fil.") from error
    questions: dict[str, GoldQuestion] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = _QUESTION.validate_python(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            raise GoldError(
                f"{path}, rad {number}: raden är inte en fråga i guldformatet "
                f"({str(error).splitlines()[0]}). Formatet beskrivs i README."
            ) from error
        if question.id in questions:
            raise GoldError(
                f"{path}, rad {number}: beteckningen {question.id} är redan använd. Varje fråga "
                "ska ha en egen."
            )
        questions[question.id] = question
    if not questions:
        raise GoldError(f"{path} innehåller inga frågor.")
    return list(questions.values())


# "Region Norrskog | Grundbelopp: 40 | …" is "Region Norrskog 40 …" on the page.
_HEADING_OF_CELL = re.compile(r"\| [^|:\n]{1,80}: ")


def carries(text: str, evidence: Iterable[str]) -> bool:
    """True when 70 % of the word 4-grams of one of the evidence strings stand in the text; of a
    table row also without the column headings that it repeats."""
    grams = _grams(text) | _grams(_HEADING_OF_CELL.sub("| ", text))
    return any(
        len(wanted & grams) >= _SHARE_OF_GRAMS * len(wanted)
        for string in evidence
        if (wanted := _grams(string))
    )


def _grams(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(_LINE_END_HYPHEN.sub("", text).casefold())
    size = min(_GRAM, len(words))
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)} if size else set()
