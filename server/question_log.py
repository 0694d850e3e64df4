"""What was asked and what came of it, where the operator has turned that on: the day, the question
without personal data, how it was answered and by which generation. Nothing of who asked.

One SQLite file of the service's user alone in the cache folder; several processes may write it.
"""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal

from server.answer import RefusalReason
from server.errors import QuestionLogError
from server.schema import AskOut
from server.settings import Settings

Outcome = Literal["answered"] | RefusalReason

_FOLDER = "questions"
# What SQLite may leave beside its file.
_BESIDE = ("-journal", "-wal", "-shm")
_SECONDS_TO_WAIT = 2.0
# To follow no link that somebody else has laid in a shared cache; Windows has none.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_TABLE = """
CREATE TABLE IF NOT EXISTS asked (
    day TEXT NOT NULL,
    question TEXT NOT NULL,
    outcome TEXT NOT NULL,
    generation TEXT NOT NULL,
    nearest TEXT,
    nearest_url TEXT
)
"""
_log = logging.getLogger("belagg")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was logged. `nearest` names the document and section that a refused one
    came closest to, `nearest_url` their page."""

    day: date
    question: str
    outcome: Outcome
    generation: str
    nearest: str | None = None
    nearest_url: str | None = None


class QuestionLog:
    """Keeps each question for so many days; none where that is 0. Never fails an answer."""

    def __init__(self, settings: Settings) -> None:
        self._path = log_path(settings)
        self._days = settings.question_log_days
        self._has_failed = False

    def add(self, answer: AskOut, generation: str) -> None:
        """Writes an answer that somebody asked for, and removes what is too old."""
        if not self._days:
            return
        try:
            with _opened(self._path) as connection:
                connection.execute(
                    "INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?)", _row(answer, generation)
                )
                self._remove_old(connection)
        except (OSError, sqlite3.Error) as error:
            self._tell_once(error)

    def expire(self) -> None:
        """Removes what is too old; where nothing is kept any more, all of it."""
        try:
            if not self._days:
                forget(self._path)
            elif self._path.exists():
                with _opened(self._path) as connection:
                    self._remove_old(connection)
        except (OSError, sqlite3.Error) as error:
            self._tell_once(error)

    def _remove_old(self, connection: sqlite3.Connection) -> None:
        oldest = date.today() - timedelta(days=self._days)
        connection.execute("DELETE FROM asked WHERE day <= ?", (oldest.isoformat(),))

    def _tell_once(self, error: OSError | sqlite3.Error) -> None:
        if not self._has_failed:
            self._has_failed = True
            _log.warning(
                "Frågeloggen %s går inte att använda (%s). Frågor besvaras men sparas inte. Är "
                "den skadad tar belagg gaps --forget bort den.",
                self._path,
                error,
            )


def log_path(settings: Settings) -> Path:
    """One for each index."""
    name = sha256(os.fsencode(settings.index.resolve())).hexdigest()[:16]
    return settings.cache / _FOLDER / f"{name}.sqlite"


def logged(path: Path) -> list[Asked]:
    """All that is kept, in the order that it was asked. Raises QuestionLogError."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as read:
            rows = read.execute("SELECT * FROM asked ORDER BY rowid").fetchall()
    except sqlite3.Error as error:
        raise QuestionLogError(
            f"Frågeloggen {path} går inte att läsa ({error}). Bara den användare som kör Belägg "
            "kan läsa den. Är den skadad tar belagg gaps --forget bort den."
        ) from error
    return [Asked(date.fromisoformat(day), *rest) for day, *rest in rows]


def forget(path: Path) -> bool:
    """Removes every logged question, also where a server is writing: it begins a new file.
    False where there was none. Raises OSError."""
    was_there = path.exists()
    # Before the file: a journal left alone would be played back into the next one.
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    return was_there


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for one transaction, so that a file removed meanwhile isn't held on to."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite would let everyone read it.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600))
    # Refused for a file of somebody else.
    path.chmod(0o600)
    with closing(
        sqlite3.connect(path, timeout=_SECONDS_TO_WAIT, isolation_level=None)
    ) as connection:
        # What is removed is written over.
        connection.execute("PRAGMA secure_delete = ON")
        # Nobody waits for the disk: 30 ms an answer, and processes that crowd each other out. A
        # power cut may cost the log.
        connection.execute("PRAGMA synchronous = OFF")
        # At once for writing: one that reads first is refused instead of waiting.
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            connection.execute(_TABLE)
            yield connection


def _row(answer: AskOut, generation: str) -> tuple[str | None, ...]:
    today = date.today().isoformat()
    if answer.refusal is None:
        return today, answer.question, "answered", generation, None, None
    nearest = answer.related[0] if answer.related else None
    return (
        today,
        answer.question,
        answer.refusal.reason,
        generation,
        " › ".join((nearest.document.title, *nearest.section)) if nearest else None,
        nearest.page_url if nearest else None,
    )
