"""What documents there are, read once for each generation: a question's limits and every form
are held against all of them."""

from collections.abc import Collection
from dataclasses import dataclass

from index.store import Store
from ingest.document import Document, Kind
from server.keeping import once_for_each


@dataclass(frozen=True, slots=True)
class Holdings:
    """The documents by id, newest first, with the kinds and publishers that they have."""

    documents: dict[str, Document]
    kinds: tuple[Kind, ...]
    publishers: tuple[str, ...]

    def titles(self, document_ids: Collection[str]) -> list[str]:
        """What these are called, newest first."""
        if not document_ids:
            return []
        of_all = self.documents.values()
        return [one.description.title for one in of_all if one.id in document_ids]


@once_for_each
def holdings(store: Store) -> Holdings:
    documents = store.documents()
    kinds = {document.description.kind for document in documents}
    return Holdings(
        {document.id: document for document in documents},
        tuple(kind for kind in Kind if kind in kinds),
        tuple(sorted({document.description.publisher for document in documents})),
    )


@once_for_each
def actors(store: Store) -> frozenset[str]:
    """All that a filter may name as actor."""
    return frozenset(store.actors())
