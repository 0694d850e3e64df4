"""The citations of a conversation, each with its source in the conversation's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.store import Store
from server.citation_sources import Source, listed
from server.citation_styles import Styled, in_styles
from server.schema import AskOut, CitationOut


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation; `labels` are the printed ones of the first and last page of its quote."""

    citation: CitationOut
    source: Source
    labels: tuple[str, ...]

    def in_styles(self, accessed: date) -> tuple[Styled, ...]:
        return in_styles(self.source, self.labels, accessed)


def cited(turns: Sequence[AskOut], store: Store) -> dict[int, Cited]:
    """By the number of the citation."""
    citations = [citation for turn in turns for citation in turn.citations]
    sources = listed(store.document(citation.document.id) for citation in citations)
    return {
        citation.number: Cited(citation, sources[citation.document.id], _labels(citation, store))
        for citation in citations
    }


def _labels(citation: CitationOut, store: Store) -> tuple[str, ...]:
    labels = store.labels(citation.document.id)
    return tuple(labels[page] for page in dict.fromkeys((citation.page, citation.page_end)))
