"""The questions that the adapter learns from, each with the passage that answers it.

Two sources: the passages and questions below a folder of shared data, and Belägg's own
questions over public reports, which point at their passage by file, page and place.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.texts import passage_text
from ingest.description import describe
from ingest.document import Passage
from ingest.parsing import parse_pdf

OWN_QUESTIONS = Path(__file__).with_name("questions.jsonl")
UNANSWERED = "saknas"


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the text of a passage, as it is embedded. `answered` is False for a near
    miss: the passage is about the subject and yet does not answer."""

    question: str
    passage: str
    answered: bool


def shared_examples(data: Path) -> Iterator[Example]:
    """From passages-train.jsonl and questions-train.jsonl in `data`."""
    passages = {
        one["id"]: f"{one['source'].removesuffix('.pdf').removesuffix('.md')}.\n{one['text']}"
        for one in _lines(data / "passages-train.jsonl")
    }
    for one in _lines(data / "questions-train.jsonl"):
        yield Example(one["question"], passages[one["id"]], one["style"] != UNANSWERED)


def own_examples(reports: Path, questions: Path = OWN_QUESTIONS) -> Iterator[Example]:
    """From our own questions over the PDF files in `reports`; each file is read once."""
    asked: dict[str, list[dict[str, Any]]] = {}
    for one in _lines(questions):
        asked.setdefault(one["file"], []).append(one)
    for file, of_file in sorted(asked.items()):
        parsed = parse_pdf(reports / file)
        description = describe(parsed.clues, reports / file, {})
        for one in of_file:
            passage = _passage_at(parsed.content.passages, one["page"], one["offset"])
            if passage is not None:
                text = passage_text(description, passage)
                yield Example(one["question"], text, one["style"] != UNANSWERED)


def _passage_at(passages: tuple[Passage, ...], page: int, offset: int) -> Passage | None:
    """The passage that the character at `offset` of a page belongs to."""
    for passage in passages:
        for span in passage.spans:
            if span.page == page and span.offset <= offset < span.offset + span.end - span.start:
                return passage
    return None


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
