"""What the filters of a form offer: only what some document has."""

from index.search import Searcher
from ingest.document import StatementKind
from server.holdings import holdings

_SEARCHABLE = (StatementKind.DUTY, StatementKind.RECOMMENDATION, StatementKind.FINDING)


def choices(searcher: Searcher) -> dict[str, list[str]]:
    held = holdings(searcher.index.store)
    return {
        "kinds": [kind.value for kind in held.kinds],
        "publishers": list(held.publishers),
        "statements": [kind.value for kind in _SEARCHABLE],
    }
