"""HTML and CSS as W3C's checker sees them: neither errors nor warnings."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx
import pytest

from server.evaluation import Evaluation
from server.evaluation_page import write_evaluation
from server.inspection_file import write_inspection
from tests import nu_checker
from tests.browser.conftest import Address
from tests.sample import ROOT, SAMPLE
from tests.states import PAGES

STYLESHEETS = sorted((ROOT / "server" / "static").glob("*.css"))
GUIDELINE = SAMPLE / "riktlinje-lakemedelshantering-exempelkommunen-2024.pdf"
WRITTEN = ["inspection", "evaluation"]
_PATIENCE = 30.0

Remarks = Mapping[str, Sequence[str]]


@pytest.fixture(scope="module")
def remarks(
    addresses: dict[str, Address], evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory
) -> Remarks:
    """What the checker says of each page, written file and stylesheet, by name."""
    if not nu_checker.is_installed():
        pytest.skip(nu_checker.MISSING)
    folder: Path = tmp_path_factory.mktemp("html")
    for name, address in addresses.items():
        html = httpx.get(address.url, timeout=_PATIENCE).content
        (folder / f"{name}.html").write_bytes(html)
    write_inspection(GUIDELINE, folder / "inspection.html")
    write_evaluation(evaluation, folder / "evaluation.html")
    found = nu_checker.remarks([*sorted(folder.glob("*.html")), *STYLESHEETS])
    return {file.stem if file.suffix == ".html" else file.name: of for file, of in found.items()}


@pytest.mark.parametrize("name", [*(state.name for state in PAGES), *WRITTEN])
def test_the_checker_has_nothing_to_say_of_the_html(name: str, remarks: Remarks) -> None:
    assert remarks[name] == []


@pytest.mark.parametrize("name", [file.name for file in STYLESHEETS])
def test_the_checker_has_nothing_to_say_of_the_stylesheet(name: str, remarks: Remarks) -> None:
    assert remarks[name] == []


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    if not nu_checker.is_installed():
        pytest.skip(nu_checker.MISSING)
    html, css = tmp_path / "sida.html", tmp_path / "stil.css"
    html.write_text('<!doctype html><html lang="sv"><title>A</title><p id=a><i id=a></i>', "utf-8")
    css.write_text("a { colour: red }", "utf-8")
    found = nu_checker.remarks([html, css])
    assert any("Duplicate ID" in remark for remark in found[html])
    assert any("colour" in remark for remark in found[css])
