"""Why there is no answer, said so that the reader knows what to do next."""

from collections.abc import Sequence

from index.missing import missing_message
from index.query import Query
from index.search import Hit
from server.answer import Refusal

_LOOKED_AT = 5
_NO_SUPPORT = "Jag hittar inget i dokumenten som besvarar frågan."
_NEAREST = "Nedan finns de avsnitt som ligger närmast; prova också att fråga med andra ord{}."
_LIMITED = " eller att ta bort filter"
_NOTHING_FOUND = (
    "Inga avsnitt passar frågan och de valda filtren. Prova med andra ord eller färre filter."
)


def refusal(query: Query, hits: Sequence[Hit], *, limited: bool) -> Refusal:
    """Names what the question is limited to and the nearest passages don't mention."""
    if not hits:
        return Refusal("no_support", _NOTHING_FOUND)
    nearest_help = _NEAREST.format(_LIMITED if limited else "")
    nearest = [hit.read for hit in hits[:_LOOKED_AT]]
    strong = (constraint for constraint in query.constraints if constraint.kind.is_strong)
    missing = [one for one in strong if all(read.lacks(one) for read in nearest)]
    if not missing:
        return Refusal("no_support", f"{_NO_SUPPORT} {nearest_help}")
    instead = [name for one in missing for read in nearest for name in read.names_instead(one)]
    message = f"{missing_message(missing, instead)} {nearest_help}"
    return Refusal("not_in_sources", message, tuple(one.name for one in missing))
