"""Who may see what: documents are for some groups, or for everybody.

The audience of a document is stored as one text, the JSON list of its groups in order. What an
asker may see can be told from the audiences alone, and so can what everyone has seen who sees a
document: those words may shape how its own are divided, and no others.
"""

import json
from collections.abc import Iterable

Groups = frozenset[str]

EVERYBODY = "[]"
"""The audience of a document that names no group."""


def audience(groups: Iterable[str]) -> str:
    """
    >>> audience(["mas", "ledning"])
    '["ledning", "mas"]'
    """
    return json.dumps(sorted(set(groups)), ensure_ascii=False)


def is_seen(audience: str, groups: Groups) -> bool:
    """Whether an asker who has these groups may see what is for this audience."""
    return audience == EVERYBODY or not groups.isdisjoint(json.loads(audience))


def is_seen_by_all(audience: str, others: str) -> bool:
    """Whether all who see what is for `others` also see what is for this audience."""
    if audience == EVERYBODY:
        return True
    of_others = frozenset(json.loads(others))
    return bool(of_others) and of_others <= frozenset(json.loads(audience))
