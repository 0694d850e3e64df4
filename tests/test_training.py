"""What the adapter learns from: questions that point at a place in a report."""

import json
from pathlib import Path

from sentence_transformers import SentenceTransformer

from index.bundled_model import ensure_bundled_model
from index.training.checking import check
from index.training.examples import Example, own_examples
from index.training.negatives import hard_negatives
from ingest.parsing import parse_pdf
from tests.sample import SAMPLE

REPORT = "uppfoljning-omstallningen-nara-vard-2024.pdf"


def written(folder: Path, page: int, offset: int, style: str) -> Path:
    line = {"file": REPORT, "page": page, "offset": offset, "style": style, "question": "Vad?"}
    path = folder / "questions.jsonl"
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return path


def test_a_question_finds_the_passage_that_stands_at_its_place(tmp_path: Path) -> None:
    passage = parse_pdf(SAMPLE / REPORT).content.passages[5]
    span = passage.spans[0]
    questions = written(tmp_path, span.page, span.offset + 3, "roll")
    (example,) = own_examples(SAMPLE, questions)
    assert example.passage.endswith(passage.text)
    assert example.answered


def test_a_near_miss_is_known_as_one(tmp_path: Path) -> None:
    span = parse_pdf(SAMPLE / REPORT).content.passages[5].spans[0]
    (example,) = own_examples(SAMPLE, written(tmp_path, span.page, span.offset, "saknas"))
    assert not example.answered


def test_a_place_without_a_passage_gives_no_example(tmp_path: Path) -> None:
    assert list(own_examples(SAMPLE, written(tmp_path, 1, 10**6, "roll"))) == []


ANSWER = "Kommunen ansvarar för hemsjukvård i ordinärt boende enligt avtal med regionen."
TWIN = "Kommunen ansvarar för hemsjukvård i ordinärt boende enligt överenskommelse med regionen."
OTHER = "Regionen betalar ut medel två gånger om året efter redovisning."


def test_a_twin_of_the_answer_is_no_negative(model_cache: Path) -> None:
    model = SentenceTransformer(str(ensure_bundled_model(model_cache)), local_files_only=True)
    examples = [
        Example("Vem har hand om sjukvård i hemmet?", ANSWER, True),
        Example("Vem står för vård hemma?", TWIN, True),
        Example("När kommer pengarna?", OTHER, True),
    ]
    assert hard_negatives(model, examples, seed=1)[:2] == [OTHER, OTHER]
    found = check(model, examples, [ANSWER, TWIN, OTHER])
    assert found.questions == 3
    assert found.recall_at_5 == 1.0
