"""Questions to begin with, made from the headings of the indexed documents."""

from functools import lru_cache
from itertools import islice

from index.search import Searcher

_COUNT = 3
_LONGEST = 45
# Headings that most documents have, and that say nothing of what a document is about.
_EVERYWHERE = frozenset(
    """
    bakgrund bilaga bilagor definitioner diskussion förord genomförande innehåll inledning
    källor metod referenser resultat sammanfattning slutsatser syfte uppdrag
    """.split()
)


@lru_cache(maxsize=2)
def example_questions(searcher: Searcher) -> tuple[str, ...]:
    """One question for each of the newest documents; kept while the generation is served."""
    store = searcher.index.store
    found = (_question(store.sections(document.id)) for document in store.documents())
    return tuple(islice((question for question in found if question), _COUNT))


def _question(sections: list[tuple[str, ...]]) -> str | None:
    """A question that a heading asks, or one about a heading in the middle of the document."""
    headings = [section[-1] for section in sections if section]
    asked = [heading for heading in headings if heading.endswith("?")]
    if asked:
        return asked[0]
    telling = [heading for heading in headings if _tells(heading)]
    if not telling:
        return None
    heading = telling[len(telling) // 2]
    return f"Vad står det om {heading[0].lower()}{heading[1:]}?"


def _tells(heading: str) -> bool:
    words = heading.split()
    plain = (
        heading.replace(" ", "").replace("-", "").isalpha()
        and not heading.isupper()
        and not words[0].isupper()
    )
    whole = plain and not heading.endswith("-") and len(heading) <= _LONGEST
    return whole and not _EVERYWHERE & {w.casefold() for w in words}
