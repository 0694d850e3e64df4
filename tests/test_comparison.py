"""What got better and what got worse since an earlier measurement."""

import json
from dataclasses import asdict, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from server.comparison import Comparison, compare, read_former
from server.comparison_tables import comparison_tables
from server.errors import ComparisonError
from server.outcome import Measured
from tests.measuring import measured

NOW = [
    measured("a", 1, style="omskriven"),
    measured("b", None),
    measured("c", 2),
    measured("d", 3),
    measured("s", None, answerable=False, refused=True),
]
BEFORE = [
    measured("a", 2, style="omskriven"),
    measured("b", 1),
    measured("c", 2),
    measured("d", None),
    measured("s", None, answerable=False),
]


def _row(one: Measured) -> dict[str, Any]:
    return {"id": one.question.id, "question": one.question.question, **asdict(one.outcome)}


def _written(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "tidigare.json"
    path.write_text(json.dumps({"overall": {}, "questions": rows}), encoding="utf-8")
    return path


def _compared(folder: Path, before: list[Measured], now: list[Measured]) -> Comparison:
    path = _written(folder, [_row(one) for one in before])
    return compare(read_former(path, [one.question for one in now]), now)


def _ids(changes: list[Any]) -> list[str]:
    return [change.question.id for change in changes]


def test_changes_are_sorted_by_their_size(tmp_path: Path) -> None:
    comparison = _compared(tmp_path, BEFORE, NOW)
    assert _ids(comparison.better) == ["a", "s", "d"]
    assert _ids(comparison.worse) == ["b"]


def test_a_wrong_answer_instead_of_a_refusal_is_neither_better_nor_worse(tmp_path: Path) -> None:
    comparison = _compared(tmp_path, [measured("a", 4, refused=True)], [measured("a", 4)])
    assert _ids(comparison.other) == ["a"]


def test_only_questions_in_common_are_compared(tmp_path: Path) -> None:
    comparison = _compared(tmp_path, [*BEFORE, measured("borta", 1)], [*NOW, measured("ny", 1)])
    assert (comparison.former.only_before, comparison.former.only_now) == (1, 1)
    assert comparison.overall["mrr"] == _compared(tmp_path, BEFORE, NOW).overall["mrr"]


def test_a_question_whose_text_is_another_is_not_the_same(tmp_path: Path) -> None:
    first = replace(BEFORE[0], question=replace(BEFORE[0].question, question="En annan?"))
    comparison = _compared(tmp_path, [first, *BEFORE[1:]], NOW)
    assert "a" not in _ids(list(comparison.changes))


def test_figures_from_before_texts_and_times_were_kept_can_be_compared(tmp_path: Path) -> None:
    rows = [_row(one) for one in BEFORE]
    for row in rows:
        del row["question"], row["search_ms"], row["ask_ms"]
    former = read_former(_written(tmp_path, rows), [one.question for one in NOW])
    assert compare(former, NOW).overall["recall@1"].change.value == 0


def test_the_tables_say_what_happened(tmp_path: Path) -> None:
    console = Console(width=120, record=True, file=StringIO())
    comparison = _compared(tmp_path, BEFORE[1:], NOW)
    console.print(*comparison_tables(comparison))
    shown = console.export_text()
    assert "Bättre: 2" in shown
    assert "svar → vägran" in shown
    assert "1 → –" in shown
    assert "0 finns bara i den tidigare mätningen och 1 bara i den här" in shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{fel", "inte JSON"),
        ("[]", "ingen tidigare mätning"),
        ("{}", "questions"),
        ('{"questions": [{"id": "a"}]}', "rank"),
        ('{"questions": []}', "gemensam"),
    ],
)
def test_a_file_that_is_no_measurement_is_explained(text: str, found: str, tmp_path: Path) -> None:
    path = tmp_path / "fel.json"
    path.write_text(text)
    with pytest.raises(ComparisonError, match=found):
        read_former(path, [one.question for one in NOW])


def test_a_file_that_is_not_there_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ComparisonError, match="går inte att läsa"):
        read_former(tmp_path / "saknas.json", [])
