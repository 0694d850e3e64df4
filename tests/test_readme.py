"""README keeps up: each promise names its tests, and they are there; each setting is told."""

import ast
import re
from pathlib import Path

import pytest

from server.settings import PREFIX, Settings
from tests.sample import ROOT

_SECTION = re.compile(r"^#+ Vad Belägg lovar\n(.*?)(?=^#)", re.DOTALL | re.MULTILINE)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def _readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def _promises() -> list[tuple[str, str]]:
    """Each promise with what is said of its tests."""
    section = _SECTION.search(_readme())
    assert section, "README has no section of promises"
    rows = [line.strip("|").split("|") for line in section[1].splitlines() if line.startswith("|")]
    return [(promise.strip(), tests) for promise, tests in rows[2:]]


def _tests_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("promise", "named"), _promises())
def test_a_promise_names_tests_that_are_there(promise: str, named: str) -> None:
    tests = _TEST.findall(named)
    assert tests, f"no test is named beside: {promise}"
    for file, function in tests:
        assert function in _tests_in(ROOT / file), f"{file}::{function}"


def test_each_setting_is_told() -> None:
    named = set(re.findall(rf"^\| `({PREFIX}\w+)`", _readme(), re.MULTILINE))
    assert named == {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
