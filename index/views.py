"""What an asker may see of a generation's SQLite file, as views that stand before its tables.

A name without its schema means the view, so no query has to say it, and none can forget to.
"""

import sqlite3
from collections.abc import Collection

# The plus keeps SQLite from going through all that may be seen to find the little that is asked
# for: what may be seen is looked up for each row that is.
_VIEWS = """
CREATE TEMP VIEW documents AS
    SELECT * FROM main.documents WHERE +number IN (SELECT number FROM seen);
CREATE TEMP VIEW pages AS
    SELECT * FROM main.pages WHERE +document IN (SELECT number FROM seen);
CREATE TEMP VIEW passages AS
    SELECT * FROM main.passages WHERE +document IN (SELECT number FROM seen);
CREATE TEMP VIEW sentences AS
    SELECT * FROM main.sentences WHERE (
        SELECT document FROM main.passages WHERE number = passage
    ) IN (SELECT number FROM seen);
CREATE TEMP VIEW annotations AS
    SELECT * FROM main.annotations WHERE (
        SELECT document FROM main.passages WHERE number = passage
    ) IN (SELECT number FROM seen);
CREATE TEMP VIEW words AS
    SELECT word, SUM(count) AS count, stem FROM main.words
    WHERE audience IN (SELECT audience FROM seen_audiences) GROUP BY word;
"""


def restrict(connection: sqlite3.Connection, audiences: Collection[str]) -> None:
    """From now on the connection sees only what is for these audiences."""
    connection.executescript(
        "PRAGMA temp_store = MEMORY;"
        "CREATE TEMP TABLE seen_audiences (audience TEXT PRIMARY KEY) WITHOUT ROWID;"
        "CREATE TEMP TABLE seen (number INTEGER PRIMARY KEY);"
    )
    with connection:
        connection.executemany("INSERT INTO seen_audiences VALUES (?)", ((a,) for a in audiences))
        connection.execute(
            "INSERT INTO seen SELECT number FROM main.documents "
            "WHERE audience IN (SELECT audience FROM seen_audiences)"
        )
    connection.executescript(_VIEWS)
