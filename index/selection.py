"""Which passages and sentences are searched: a filter as masks over their numbers."""

from functools import cached_property, lru_cache

import numpy as np

from index.columns import GONE, Columns, role_number, statement_bits
from index.filters import Filter
from index.mask import Mask
from index.store import Store
from ingest.document import ANSWERING

_KEPT = 32


class Selection:
    """The passages that a filter lets through, and their sentences."""

    def __init__(self, passages: Mask, columns: Columns) -> None:
        self.passages = passages
        self._columns = columns

    @cached_property
    def sentences(self) -> Mask:
        return Mask(np.repeat(self.passages.allowed, np.diff(self._columns.first)))


class Selector:
    """Makes the selections of one generation; the latest are kept."""

    def __init__(self, columns: Columns, store: Store) -> None:
        self._columns = columns
        self._store = store
        self.select = lru_cache(_KEPT)(self._select)

    def _select(self, limits: Filter) -> Selection:
        columns = self._columns
        roles = np.zeros(256, np.bool_)
        roles[[role_number(role) for role in limits.roles or ANSWERING]] = True
        allowed = roles[columns.role]
        if limits.limits_documents:
            numbers = self._store.document_numbers(limits)
            known = np.zeros(columns.document.max(initial=0) + 1, np.bool_)
            known[numbers] = True
            allowed &= known[columns.document]
        allowed &= columns.document != GONE
        if limits.actors:
            named = np.zeros(len(allowed), np.bool_)
            named[self._store.passage_numbers(limits)] = True
            allowed &= named
        elif limits.statements or limits.modalities:
            bits = statement_bits(limits.statements, limits.modalities)
            allowed &= (columns.statements & np.uint16(bits)) != 0
        return Selection(Mask(allowed), columns)
