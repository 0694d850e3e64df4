"""The command line, run as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sample import ROOT, SAMPLE

COMMANDS = ("ingest", "ask", "search", "documents", "remove", "serve", "evaluate", "doctor")


def belagg(
    *arguments: str, cache: Path, environment: dict[str, str] | None = None, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        env={
            "BELAGG_CACHE": str(cache),
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
            "COLUMNS": "200",
            **(environment or {}),
        },
        capture_output=True,
        text=True,
        cwd=cwd,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_swedish(command: str, tmp_path: Path) -> None:
    result = belagg(command, "--help", cache=tmp_path)
    assert result.returncode == 0
    assert "--index" in result.stdout


def test_inspect_explains_itself_in_swedish(tmp_path: Path) -> None:
    result = belagg("inspect", "--help", cache=tmp_path)
    assert result.returncode == 0
    assert "Granska hur en PDF läses" in result.stdout
    assert "Visa den här hjälpen" in result.stdout
    assert "Visa den här hjälpen" in belagg("--help", cache=tmp_path).stdout


def test_ingest_reports_how_each_file_was_read(
    documents: Path, tmp_path: Path, model_cache: Path
) -> None:
    arguments = ("ingest", str(documents), "--index", str(tmp_path / "index"), "--json")
    first = json.loads(belagg(*arguments, cache=model_cache).stdout)
    assert [file["reading"]["pages"] for file in first["files"]] == [1, 1]
    again = json.loads(belagg(*arguments, cache=model_cache).stdout)
    assert [file["reading"] for file in again["files"]] == [None, None]


def test_ask_prints_quotes_with_their_pages(model_cache: Path, sample_index: Path) -> None:
    result = belagg("ask", "Vad ansvarar MAS för?", "--index", str(sample_index), cache=model_cache)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert "Källor" in result.stdout
    assert ", s. " in result.stdout


def test_ask_as_json_has_the_interface_s_shape(model_cache: Path, sample_index: Path) -> None:
    result = belagg(
        "ask", "Vad ansvarar MAS för?", "--json", "--index", str(sample_index), cache=model_cache
    )
    assert json.loads(result.stdout)["citations"][0]["number"] == 1


def test_a_refusal_is_an_answer_too(model_cache: Path, sample_index: Path) -> None:
    question = "Hur byter man kopplingen på en traktor?"
    result = belagg("ask", question, "--index", str(sample_index), cache=model_cache)
    assert result.returncode == 0
    assert "Närmast till hands" in result.stdout


def test_search_documents_and_doctor_print_what_is_there(
    model_cache: Path, sample_index: Path
) -> None:
    index = ("--index", str(sample_index))
    found = belagg("search", "delegering", "--json", *index, cache=model_cache)
    assert len(json.loads(found.stdout)["hits"]) == 10
    listed = belagg("documents", "--json", *index, cache=model_cache)
    assert len(json.loads(listed.stdout)) == len(list(SAMPLE.glob("*.pdf")))
    checked = belagg("doctor", "--json", *index, cache=model_cache)
    assert json.loads(checked.stdout)["skadade filer"] == []


@pytest.fixture
def five_questions(tmp_path: Path) -> Path:
    gold = (ROOT / "tests" / "gold" / "exempel.jsonl").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "fem.jsonl"
    path.write_text("\n".join(gold[:5]), encoding="utf-8")
    return path


def test_evaluate_writes_figures_that_it_can_compare_with(
    model_cache: Path, sample_index: Path, five_questions: Path
) -> None:
    command = ("evaluate", str(five_questions), "--index", str(sample_index))
    first = belagg(*command, "--json", cache=model_cache).stdout
    figures = json.loads(first)
    assert figures["overall"]["questions"] == 5
    assert figures["overall"]["unproved_quotes"] == 0
    assert len(figures["questions"]) == 5
    former = five_questions.with_name("tidigare.json")
    former.write_text(first, encoding="utf-8")
    page = five_questions.with_name("sida.html")
    again = belagg(*command, "--compare", str(former), "--page", str(page), cache=model_cache)
    assert again.returncode == 0, again.stderr
    assert "Alla 5 frågor" in again.stdout
    assert "Skillnad på 5 gemensamma frågor" in again.stdout
    assert "Bättre" not in again.stdout
    assert page.read_text(encoding="utf-8").count("<details") == 5


def test_evaluate_compares_with_nothing_but_figures(
    model_cache: Path, five_questions: Path
) -> None:
    command = ("evaluate", str(five_questions), "--compare", str(five_questions))
    result = belagg(*command, cache=model_cache)
    assert result.returncode == 1
    assert "ingen tidigare mätning" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "found"),
    [
        (("ask", "vad?"), 1, "belagg ingest"),
        (("ingest", "finns-inte"), 1, "finns inte"),
        (("documents",), 1, "belagg ingest"),
        (("inspect", "finns-inte.pdf"), 1, "finns inte"),
        (("evaluate", "finns-inte.jsonl"), 1, "går inte att läsa"),
        (("ask",), 2, ""),
        (("okänt",), 2, ""),
        (("serve", "--port", "0"), 2, ""),
    ],
)
def test_a_failure_is_one_line_and_a_status(
    arguments: tuple[str, ...], status: int, found: str, tmp_path: Path, model_cache: Path
) -> None:
    result = belagg(*arguments, cache=model_cache, cwd=tmp_path)
    assert result.returncode == status
    assert found in result.stderr
    assert "Traceback" not in result.stderr
    if status == 1:
        assert len(result.stderr.strip().splitlines()) == 1


def test_an_unknown_setting_is_an_error(tmp_path: Path) -> None:
    result = belagg("documents", cache=tmp_path, environment={"BELAGG_MODELL": "x"})
    assert result.returncode == 1
    assert "BELAGG_MODELL" in result.stderr
    (tmp_path / "belagg.toml").write_text('indx = "x"\n')
    result = belagg("documents", cache=tmp_path, cwd=tmp_path)
    assert result.returncode == 1
    assert "indx" in result.stderr
