"""The models and the service that the settings ask for."""

from index.embedder import SentenceTransformerEmbedder
from index.generation import open_index
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


def open_service(settings: Settings) -> Service:
    # An index that can't be opened is said before seconds are spent on the model.
    open_index(settings.index)
    live = LiveIndex(settings.index, open_embedder(settings), open_reranker(settings))
    return Service(live, ExtractiveAnswerer())
