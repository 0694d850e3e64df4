"""Which collection an asker sees: the same documents, read and searched in the same way."""

import hashlib

from index.search import Searcher
from server.keeping import once_for_each


@once_for_each
def collection_hash(searcher: Searcher) -> str:
    """Equal for equal collections. The name of a generation is not: a folder built anew begins
    again from the first, and a generation may be new by what the asker doesn't see."""
    manifest = searcher.index.manifest
    made_of = (manifest.entries, manifest.ingest_version, manifest.model)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()
