"""The same file in several places: who may not see it in one of them doesn't see it.

A document is named by its content, so a copy is the same document, and a copy in a folder that is
open to all would else open what is closed elsewhere.
"""

from dataclasses import replace
from pathlib import Path

from index.manifest import Entry
from ingest.catalogue import stated_of
from ingest.errors import CatalogueError
from ingest.reader import content_id


def limited_by(entry: Entry, copy: Path) -> Entry:
    """The entry as it is when its file also lies at `copy`: with the groups that both places have,
    and in the place that limits it. Raises CatalogueError when there is no such group."""
    here, there = entry.description.groups, stated_of(copy).get("groups", ())
    common = tuple(sorted({*here} & {*there})) if here and there else here or there
    if here and there and not common:
        raise CatalogueError(
            f"{entry.path} och {copy} är samma dokument, men det ena är bara för "
            f"{', '.join(here)} och det andra bara för {', '.join(there)}. Ange minst en grupp för "
            "båda i katalog.toml, eller ta bort det ena."
        )
    if common == here:
        return entry
    description = replace(entry.description, groups=common)
    return replace(entry, path=str(copy), description=description)


def with_copy(entry: Entry, former: Entry | None) -> tuple[Entry, str]:
    """The entry as its file lets it be where it was read before, if it still is there too, and what
    there is to tell of that."""
    if former is None or not _is_copy(entry, Path(former.path)):
        return entry, ""
    limited = limited_by(entry, Path(former.path))
    return limited, "" if limited == entry else told_of_copy(former.path, limited)


def told_of_copy(first: str, entry: Entry) -> str:
    """That an entry's file is the same as the first."""
    groups = entry.description.groups
    limit = f"; visas bara för {', '.join(groups)}" if groups else ""
    return f"samma innehåll som {first}{limit}"


def _is_copy(entry: Entry, path: Path) -> bool:
    """Whether another file than the entry's has the same content."""
    return str(path) != entry.path and path.is_file() and content_id(path.read_bytes()) == entry.id
