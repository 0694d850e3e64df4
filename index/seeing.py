"""An index as an asker sees it who may not see all: in every count, score and word as if there were
nothing else in it.

Only approximate search (index/approximate.py) was trained on all vectors: which of very many
candidates it misses may hang on what is not seen, but never what is told of those it finds.
"""

from dataclasses import replace
from itertools import chain

import numpy as np

from index.audience import Groups, audience, is_seen
from index.filters import NO_LIMITS
from index.generation import Index
from index.manifest import Manifest
from index.selection import Selector


def limiting_groups(manifest: Manifest) -> Groups:
    """All groups that documents are limited to."""
    return frozenset(chain.from_iterable(one.description.groups for one in manifest.entries))


def cut_to(index: Index, groups: Groups) -> Index:
    """What an asker of these groups may see."""
    entries = index.manifest.entries
    audiences = frozenset(
        one for entry in entries if is_seen(one := audience(entry.description.groups), groups)
    )
    shown = tuple(entry for entry in entries if audience(entry.description.groups) in audiences)
    store, first = index.store.cut_to(audiences), index.columns.first
    seen = np.isin(index.columns.document, store.document_numbers(NO_LIMITS))
    columns = index.columns.cut_to(seen)
    passages = [(start, end) for start, end in index.columns.bounds() if seen[start:end].any()]
    sentences = [(int(first[start]), int(first[end])) for start, end in passages]
    count = sum(end - start for start, end in sentences)
    return replace(
        index,
        manifest=replace(index.manifest, entries=shown, sentences=count),
        store=store,
        passages=index.passages.cut_to(passages),
        sentences=index.sentences.cut_to(sentences),
        keywords=index.keywords.cut_to(seen),
        columns=columns,
        selector=Selector(columns, store),
        seen_by=groups,
    )
