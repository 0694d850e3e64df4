"""What must hold of every file that was read, and of the machine afterwards."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.document import Content
from ingest.parsing import ParsedFile
from ingest.worker import ANSWER

_UNKNOWN = re.compile(r"okänt fel|signal (?!6\b|9\b)|slutstatus")
_SWEDISH = re.compile(r"\b(?:filen|det|ingen|läsaren)\b")


def faults(parsed: ParsedFile) -> Iterator[str]:
    """What is wrong with what was read; nothing, as it should be."""
    if ANSWER.validate_json(ANSWER.dump_json(parsed)) != parsed:
        yield "det lästa är ett annat efter att ha skrivits"
    yield from _misplaced(parsed.content)


def _misplaced(content: Content) -> Iterator[str]:
    pages = {page.number: page.text for page in content.pages}
    if list(pages) != list(range(1, len(pages) + 1)):
        yield "sidorna är inte numrerade i ordning"
    for passage in content.passages:
        for span in passage.spans:
            said = passage.text[span.start : span.end]
            end = span.offset + span.end - span.start
            if not (0 <= span.start < span.end <= len(passage.text)):
                yield f"{passage.id}: ett stycke ligger utanför avsnittet"
            elif not 0 <= span.offset < end <= len(pages.get(span.page, "")):
                yield f"{passage.id}: ett stycke ligger utanför sidan"
            elif not _stands(said, pages[span.page][span.offset : end]):
                yield f"{passage.id}: texten står inte på sidan"
    lengths = {passage.id: len(passage.text) for passage in content.passages}
    for sentence in content.sentences:
        if not 0 <= sentence.start < sentence.end <= lengths.get(sentence.passage_id, 0):
            yield f"{sentence.passage_id}: en mening ligger utanför avsnittet"


def _stands(said: str, printed: str) -> bool:
    """Letters are equal; blanks and broken glyphs may read otherwise."""
    pairs = zip(said, printed, strict=True)
    return all(a == b for a, b in pairs if a.isascii() and a.isalnum() and b.isalnum())


def is_finding(reason: str) -> bool:
    """Whether a refusal tells of a fault of ours: an unknown error, a crash, no Swedish."""
    return bool(_UNKNOWN.search(reason)) or not _SWEDISH.search(reason)


def kind_of(reason: str) -> str:
    """The reason without what is the file's own."""
    return re.sub(r"\d[\d\u00a0 ]*", "N", reason)[:90]


def descendants(parent: int) -> set[int]:
    """The processes that this one has started, and theirs."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(folder.name)] = int(fields[1])
    found: set[int] = set()
    waiting = [parent]
    while waiting:
        one = waiting.pop()
        children = {child for child, owner in parents.items() if owner == one}
        waiting += children - found
        found |= children
    return found - {os.getpid()}


def files_under(folder: Path) -> set[Path]:
    return set(folder.rglob("*")) if folder.is_dir() else set()
