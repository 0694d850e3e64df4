"""Gold questions asked of the sample corpus: what is measured and how it is shown."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from server.evaluation import Evaluation
from server.evaluation_page import Verdict, verdict, write_evaluation
from server.evaluation_tables import evaluation_tables
from server.service import Service
from tests.measuring import measured


def test_a_search_ranks_what_the_answer_was_chosen_from(
    evaluation: Evaluation, service: Service
) -> None:
    """So that a question need not be searched for twice."""
    for one in evaluation.asked:
        found = service.search(one.measured.question.question, 20)
        assert [hit.passage.id for hit in found.results.hits] == [
            hit.passage.id for hit in one.answered.results.hits
        ]


def test_the_rank_is_that_of_the_first_hit_that_carries(evaluation: Evaluation) -> None:
    for one in evaluation.asked:
        carrying = [number for number, carries in enumerate(one.carrying, 1) if carries]
        assert one.measured.outcome.rank == min(carrying, default=None)


def test_every_question_counts_in_one_group_of_each_sort(evaluation: Evaluation) -> None:
    for grouping in ("kind", "style", "persona"):
        sizes = [
            group.questions
            for name, group in evaluation.groups.items()
            if name.startswith(f"{grouping}:")
        ]
        assert sum(sizes) == len(evaluation.asked)


def test_the_json_has_every_question_and_no_number_that_json_lacks(
    evaluation: Evaluation,
) -> None:
    written = json.loads(json.dumps(evaluation.as_json(), allow_nan=False))
    assert [row["id"] for row in written["questions"]] == [
        one.measured.question.id for one in evaluation.asked
    ]
    assert written["overall"]["recall"].keys() == {"@1", "@3", "@5", "@10", "@20"}


def test_reworded_questions_have_a_row_of_their_own(evaluation: Evaluation) -> None:
    console = Console(width=100, record=True, file=StringIO())
    console.print(*evaluation_tables(evaluation))
    shown = console.export_text()
    value = evaluation.groups["style:omskriven"].estimates["recall@5"].value
    assert re.search(rf"R@5 för omskrivna frågor\W+{value:.3f}".replace("0.", "0,"), shown)


@pytest.mark.parametrize(
    ("rank", "answerable", "refused", "expected"),
    [
        (1, True, False, Verdict.RIGHT),
        (2, True, False, Verdict.ANOTHER_FIRST),
        (None, True, False, Verdict.NOT_FOUND),
        (1, True, True, Verdict.WRONGLY_REFUSED),
        (None, False, True, Verdict.RIGHT),
        (None, False, False, Verdict.WRONGLY_ANSWERED),
    ],
)
def test_how_a_question_went(
    rank: int | None, answerable: bool, refused: bool, expected: Verdict
) -> None:
    assert verdict(measured("x", rank, answerable=answerable, refused=refused)) is expected


def test_the_page_needs_nothing_from_outside(evaluation: Evaluation, tmp_path: Path) -> None:
    write_evaluation(evaluation, tmp_path / "ut.html")
    text = (tmp_path / "ut.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "<link" not in text
    assert 'src="' not in text
