"""What the filters of a form offer: only what some document has."""

from index.search import Searcher
from ingest.document import Kind, StatementKind

_SEARCHABLE = (StatementKind.DUTY, StatementKind.RECOMMENDATION, StatementKind.FINDING)


def choices(searcher: Searcher) -> dict[str, list[str]]:
    descriptions = [document.description for document in searcher.index.store.documents()]
    kinds = {description.kind for description in descriptions}
    return {
        "kinds": [kind.value for kind in Kind if kind in kinds],
        "publishers": sorted({description.publisher for description in descriptions}),
        "statements": [kind.value for kind in _SEARCHABLE],
    }
