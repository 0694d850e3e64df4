"""The models and the service that the settings ask for."""

from index.embedder import SentenceTransformerEmbedder
from index.last_good import open_last_good
from index.live import LiveIndex
from index.reranker import NO_RERANKER, CrossEncoderReranker
from server.answering import ExtractiveAnswerer
from server.service import Service
from server.settings import Settings


def open_reranker(settings: Settings) -> CrossEncoderReranker | None:
    if settings.reranker == NO_RERANKER:
        return None
    return CrossEncoderReranker.load(settings.reranker)


def open_embedder(settings: Settings) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder.load(settings.model, settings.cache)


def open_service(settings: Settings, *, verified: bool = True) -> Service:
    """For one question alone the index need not be `verified` by its checksums."""
    # An index that can't be opened is said before seconds are spent on the model.
    open_last_good(settings.index)
    embedder, reranker = open_embedder(settings), open_reranker(settings)
    live = LiveIndex(settings.index, embedder, reranker, verified=verified)
    return Service(live, ExtractiveAnswerer())
