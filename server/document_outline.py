"""The headings of a document as a tree, each with its first page."""

from dataclasses import dataclass, field

from index.store import Store
from server.sections import shared_headings


@dataclass(slots=True)
class Heading:
    """A heading with those below it, and the page that it begins on."""

    text: str
    page: int
    label: str
    below: list["Heading"] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many headings stand below it, at any depth."""
        return sum(1 + heading.size for heading in self.below)


def document_outline(store: Store, document_id: str) -> list[Heading]:
    """The top headings in reading order."""
    labels = store.labels(document_id)
    top: list[Heading] = []
    # The headings that the passage at hand stands under.
    above: list[Heading] = []
    for passage in store.passages_of(document_id):
        kept = shared_headings(passage.section, [heading.text for heading in above])
        del above[kept:]
        for text in passage.section[kept:]:
            heading = Heading(text, passage.first_page, labels[passage.first_page])
            (above[-1].below if above else top).append(heading)
            above.append(heading)
    return top
