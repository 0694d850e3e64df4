"""The log of questions that an operator may turn on, and what is told from it."""

import json
import logging
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from server.app import create_app
from server.gaps import gaps
from server.question_log import Asked, QuestionLog, forget, log_path, logged
from server.schema import AskOut, RefusalOut
from server.service import Service
from server.settings import Settings, load_settings
from tests.serving import running
from tests.states import ANSWERED, REFUSED
from tests.test_cli import belagg

TODAY = date.today()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(index=tmp_path / "ix", cache=tmp_path / "cache", question_log_days=30)


@pytest.fixture
def client(service: Service, settings: Settings) -> Iterator[httpx.Client]:
    with (
        running(create_app(service, settings)) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client


def refused(question: str) -> AskOut:
    refusal = RefusalOut(reason="no_support", message="Jag hittar inget.", missing=())
    return AskOut(
        question=question,
        understood_as=question,
        answer=None,
        refusal=refusal,
        citations=(),
        related=(),
        timings_ms={},
    )


def asked(question: str, outcome: str = "no_support", days_ago: int = 0) -> Asked:
    return Asked(TODAY - timedelta(days=days_ago), question, outcome, "1")  # type: ignore[arg-type]


def backdate(path: Path, days: int) -> None:
    """Makes all that is logged so much older."""

    with sqlite3.connect(path) as connection:
        day = (TODAY - timedelta(days=days)).isoformat()
        connection.execute("UPDATE asked SET day = ?", (day,))


def test_nothing_is_written_unless_it_is_turned_on(service: Service, tmp_path: Path) -> None:
    settings = load_settings(cache=tmp_path)
    with running(create_app(service, settings)) as url:
        httpx.post(f"{url}/api/ask", json={"question": REFUSED}, timeout=60).raise_for_status()
    assert list(tmp_path.iterdir()) == []


def test_each_asking_is_logged_once_however_it_is_asked(
    client: httpx.Client, settings: Settings
) -> None:
    client.post("/api/ask", json={"question": REFUSED})
    client.post("/api/ask", json={"question": REFUSED})
    client.post("/api/ask/stream", json={"question": REFUSED})
    client.post("/api/ask/stream", json={"question": ANSWERED})
    client.get("/", params={"fraga": ANSWERED, "tidigare": REFUSED})
    # Neither of these is a question anew.
    client.get("/trad.docx", params={"fraga": ANSWERED, "tidigare": REFUSED})
    client.get("/kallor.ris", params={"fraga": ANSWERED})
    client.get("/")
    kept = logged(log_path(settings))
    assert [one.question for one in kept] == [REFUSED] * 3 + [ANSWERED] * 2
    assert [one.outcome for one in kept] == ["no_support"] * 3 + ["answered"] * 2
    assert {one.day for one in kept} == {TODAY}
    assert kept[0].nearest
    assert (kept[0].nearest_url or "").startswith("/dokument/")


def test_only_the_service_s_own_user_may_read_it(settings: Settings) -> None:
    QuestionLog(settings).add(refused(REFUSED), "1")
    path = log_path(settings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_too_old_is_gone_from_the_file(settings: Settings) -> None:
    log = QuestionLog(settings)
    log.add(refused("Vem lagar kaffemaskinen?"), "1")
    backdate(log_path(settings), 30)
    log.add(refused(REFUSED), "1")
    assert [one.question for one in logged(log_path(settings))] == [REFUSED]
    assert b"kaffemaskinen" not in log_path(settings).read_bytes()


def test_what_is_not_too_old_is_kept(settings: Settings) -> None:
    log = QuestionLog(settings)
    log.add(refused(REFUSED), "1")
    backdate(log_path(settings), 29)
    log.expire()
    assert len(logged(log_path(settings))) == 1


def test_what_is_too_old_is_removed_when_the_server_starts(settings: Settings) -> None:
    QuestionLog(settings).add(refused(REFUSED), "1")
    backdate(log_path(settings), 30)
    QuestionLog(settings).expire()
    assert logged(log_path(settings)) == []


def test_a_server_that_starts_with_the_log_turned_off_removes_it(settings: Settings) -> None:
    QuestionLog(settings).add(refused(REFUSED), "1")
    QuestionLog(settings.model_copy(update={"question_log_days": 0})).expire()
    assert list(log_path(settings).parent.iterdir()) == []


def _log_many(settings: Settings) -> None:
    log = QuestionLog(settings)
    for _ in range(25):
        log.add(refused(REFUSED), "1")


def test_several_processes_write_it_together(settings: Settings) -> None:
    with ProcessPoolExecutor(4) as processes:
        list(processes.map(_log_many, [settings] * 4))
    assert len(logged(log_path(settings))) == 100


def test_a_log_that_cannot_be_written_is_told_once_and_fails_no_answer(
    service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "fil").write_text("ingen mapp")
    settings = load_settings(cache=tmp_path / "fil", question_log_days=30)
    with caplog.at_level(logging.WARNING), running(create_app(service, settings)) as url:
        for _ in range(2):
            answer = httpx.post(f"{url}/api/ask", json={"question": REFUSED}, timeout=60)
            assert answer.status_code == 200
    assert len([one for one in caplog.messages if "Frågeloggen" in one]) == 1
    assert REFUSED not in caplog.text


def test_a_server_goes_on_after_all_is_forgotten(settings: Settings) -> None:
    log = QuestionLog(settings)
    log.add(refused("Vem lagar kaffemaskinen?"), "1")
    assert forget(log_path(settings))
    assert list(log_path(settings).parent.iterdir()) == []
    log.add(refused(REFUSED), "1")
    assert [one.question for one in logged(log_path(settings))] == [REFUSED]


def test_alike_questions_are_one_gap_in_its_usual_wording() -> None:
    usual = "Vem lagar kaffemaskinen?"
    wordings = [usual, "Vem lagar kaffemaskiner", usual, "vem är det som lagar kaffemaskinerna"]
    [gap] = gaps([asked(wording) for wording in wordings])
    assert (gap.question, gap.count) == (usual, 4)


def test_the_most_asked_gap_comes_first() -> None:
    often, seldom = "Vem lagar kaffemaskinen?", REFUSED
    found = gaps([asked(seldom), asked(often, days_ago=3), asked(often, days_ago=3)])
    assert [gap.question for gap in found] == [often, seldom]


def test_what_has_been_answered_since_is_no_gap() -> None:
    assert gaps([asked(REFUSED), asked(REFUSED, "answered")]) == []


def environment(settings: Settings, days: int = 30) -> dict[str, str]:
    return {
        "BELAGG_INDEX": str(settings.index),
        "BELAGG_QUESTION_LOG_DAYS": str(days),
        "NO_COLOR": "1",
    }


def test_gaps_tells_what_was_asked_in_vain(settings: Settings) -> None:
    log = QuestionLog(settings)
    log.add(refused("Vem lagar kaffemaskinen?"), "1")
    backdate(log_path(settings), 10)
    log.add(refused(REFUSED), "1")
    log.add(refused(REFUSED), "1")
    told = belagg("gaps", cache=settings.cache, environment=environment(settings)).stdout
    assert f"2 × {REFUSED} (senast {TODAY})" in told
    assert "1 × Vem lagar kaffemaskinen?" in told
    recent = ("gaps", "--json", "--days", "7")
    shown = belagg(*recent, cache=settings.cache, environment=environment(settings))
    [gap] = json.loads(shown.stdout)["gaps"]
    assert (gap["question"], gap["count"]) == (REFUSED, 2)


def test_gaps_forgets_all_at_once(settings: Settings) -> None:
    QuestionLog(settings).add(refused(REFUSED), "1")
    told = belagg("gaps", "--forget", cache=settings.cache, environment=environment(settings))
    assert told.stdout == "Alla sparade frågor är borttagna.\n"
    assert list(log_path(settings).parent.iterdir()) == []


def test_gaps_says_how_the_log_is_turned_on(settings: Settings) -> None:
    told = belagg("gaps", cache=settings.cache, environment=environment(settings, days=0))
    assert told.returncode == 0
    assert "BELAGG_QUESTION_LOG_DAYS" in told.stdout
