"""The page that belagg evaluate writes, in a browser."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from server.evaluation import Evaluation
from server.evaluation_page import write_evaluation


@pytest.fixture(scope="module")
def html(evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("matning") / "matning.html"
    write_evaluation(evaluation, path)
    return path


def test_the_page_shows_every_question_with_ten_candidates(
    html: Path, evaluation: Evaluation, page: Page
) -> None:
    page.goto(html.as_uri())
    assert page.locator("details").count() == len(evaluation.asked)
    for one in evaluation.asked:
        shown = page.locator(f"details[id='{one.measured.question.id}'] .candidates > li")
        rank = one.measured.outcome.rank
        assert shown.count() == (11 if rank and rank > 10 else 10)
        first = shown.locator("text=bär belägget").first
        assert first.count() == (rank is not None)
        if rank:
            assert shown.nth(min(rank, 11) - 1).locator("text=bär belägget").count() == 1


def test_the_page_is_accessible_with_every_question_open(html: Path, page: Page) -> None:
    page.goto(html.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
