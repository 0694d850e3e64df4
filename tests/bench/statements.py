"""How right sentences are typed, against those labelled by hand: python -m tests.bench.statements.

Precision, recall and F1 by kind (van Rijsbergen, Information Retrieval, 1979, ch. 7), the share
of right modalities, and precision and recall of the actors over all (sentence, actor) pairs.
The half "utveckling" was read while the rules were written; "prov" was held back.
"""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.document import Modality, Statement, StatementKind
from ingest.statements import classify

GOLD = Path(__file__).parent.parent / "gold" / "statements.jsonl"
SPLITS = ("utveckling", "prov")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence of the sample corpus with its statement, as read by a person."""

    id: str
    split: str
    lead_in: str
    text: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Score:
    """What was found right, found in all, and to be found."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


Pair = tuple[Statement, Statement]
"""Found and wanted."""


def labelled(split: str | None = None) -> list[Labelled]:
    rows = (json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines())
    return [_labelled(row) for row in rows if split in (None, row["split"])]


def _labelled(row: dict[str, str]) -> Labelled:
    modality = Modality(row["modality"]) if row["modality"] else None
    statement = Statement(StatementKind(row["kind"]), modality, tuple(row["actors"]))
    return Labelled(row["id"], row["split"], row["lead_in"], row["text"], statement)


def pairs(sentences: Sequence[Labelled]) -> list[Pair]:
    return [(classify(each.text, each.lead_in), each.statement) for each in sentences]


def by_kind(found: Sequence[Pair], kind: StatementKind) -> Score:
    return Score(
        sum(ours.kind is theirs.kind is kind for ours, theirs in found),
        sum(ours.kind is kind for ours, _ in found),
        sum(theirs.kind is kind for _, theirs in found),
    )


def modality_accuracy(found: Sequence[Pair]) -> float:
    return sum(ours.modality is theirs.modality for ours, theirs in found) / len(found)


def by_actor(found: Sequence[Pair]) -> Score:
    return Score(
        sum(len(set(ours.actors) & set(theirs.actors)) for ours, theirs in found),
        sum(len(ours.actors) for ours, _ in found),
        sum(len(theirs.actors) for _, theirs in found),
    )


def _report(split: str) -> Iterator[str]:
    sentences = labelled(split)
    began = time.process_time()
    found = pairs(sentences)
    cost = (time.process_time() - began) / len(sentences)
    yield f"{split} ({len(sentences)} meningar, {1000 * cost:.2f} ms per mening)"
    yield f"  {'':15} precision  recall      F1  antal"
    for name, score in [
        *((str(kind), by_kind(found, kind)) for kind in StatementKind),
        ("aktör", by_actor(found)),
    ]:
        yield (
            f"  {name:15}      {score.precision:.2f}    {score.recall:.2f}    {score.f1:.2f}"
            f"  {score.wanted:5}"
        )
    yield f"  rätt modalitet: {modality_accuracy(found):.2f}"


def main() -> None:
    for split in SPLITS:
        print("\n".join(_report(split)))


if __name__ == "__main__":
    main()
