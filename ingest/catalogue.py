"""`katalog.toml`: what someone has stated of documents, beside the files or above them."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest.document import Disclosure, Kind, Number, NumberKind, Validity
from ingest.errors import CatalogueError
from ingest.glyphs import visible

FILE_NAME = "katalog.toml"
_LEVELS_UP = 3

Stated = Mapping[str, Any]
"""Fields of a Description by their names, of their own types."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries of one katalog.toml; paths are relative to its folder. `groups` may see each
    file whose entry doesn't say otherwise."""

    folder: Path
    entries: dict[str, Stated]
    groups: tuple[str, ...] = ()

    def entry(self, path: Path) -> Stated:
        """What is stated about a file, or nothing."""
        try:
            relative = path.resolve().relative_to(self.folder.resolve())
        except ValueError:
            return {}
        stated = self.entries.get(relative.as_posix(), {})
        return {"groups": self.groups, **stated} if self.groups else stated


def catalogue_for(path: Path) -> Catalogue:
    """The nearest katalog.toml in the file's folder or one of the three above it.

    Raises CatalogueError when it can't be read.
    """
    for folder in list(path.resolve().parents)[: _LEVELS_UP + 1]:
        if (folder / FILE_NAME).is_file():
            return read_catalogue(folder / FILE_NAME)
    return Catalogue(path.parent, {})


def read_catalogue(path: Path) -> Catalogue:
    """Reads and checks a katalog.toml. Raises CatalogueError."""
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(
            f"{path}: katalogen går inte att läsa ({error}). Rätta filen och kör om."
        ) from error
    if unknown := stated.keys() - {"document", "groups"}:
        # A mistyped limit would else leave everything open.
        raise CatalogueError(
            f"{path}: okända nycklar: {', '.join(sorted(unknown))}. Överst går bara groups, "
            "därefter [[document]]."
        )
    documents = stated.get("document", [])
    if not isinstance(documents, list) or not all(isinstance(d, dict) for d in documents):
        raise CatalogueError(f"{path}: varje dokument ska stå under en rad [[document]].")
    entries: dict[str, Stated] = {}
    for entry in documents:
        name = entry.get("file")
        if not isinstance(name, str) or not name:
            raise CatalogueError(f'{path}: ett [[document]] saknar raden file = "….pdf".')
        entries[Path(name).as_posix()] = _fields(path, name, entry)
    of_all = _fields(path, "katalogen", {"groups": stated.get("groups", [])})
    return Catalogue(path.parent, entries, of_all["groups"])


def _fields(path: Path, name: str, entry: Mapping[str, Any]) -> Stated:
    allowed = {"file", "valid_from", "valid_to", *_READERS}
    if unknown := entry.keys() - allowed:
        raise CatalogueError(
            f"{path}: {name} har okända nycklar: {', '.join(sorted(unknown))}. "
            f"Tillåtna är {', '.join(sorted(allowed))}."
        )

    def read(key: str, reader: Callable[[Any], Any]) -> Any:
        try:
            return reader(entry[key])
        except (TypeError, ValueError) as error:
            raise CatalogueError(f"{path}: {name} har {key} = {entry[key]!r}. {error}") from error

    fields = {key: read(key, reader) for key, reader in _READERS.items() if key in entry}
    first = read("valid_from", _first_day) if "valid_from" in entry else None
    last = read("valid_to", _last_day) if "valid_to" in entry else None
    if first and last and first > last:
        raise CatalogueError(
            f"{path}: {name} gäller från {first} men till {last}. Ange det tidigare först."
        )
    if first or last:
        fields["validity"] = Validity(first, last)
    return fields


def _text(value: Any) -> str:
    if not isinstance(value, str) or not visible(value).strip():
        raise TypeError('Skriv text inom citattecken: "…".')
    return visible(value)


def _year(value: Any) -> int:
    # A bool is an int to Python.
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("Skriv ett årtal, utan citattecken.")
    return value


def _kind(value: Any) -> Kind:
    if value not in list(Kind):
        raise ValueError(f"Tillåtna är {', '.join(Kind)}.")
    return Kind(value)


def _disclosure(value: Any) -> Disclosure:
    if value not in list(Disclosure):
        raise ValueError(
            'Skriv "public" när dokumentet är offentligt som det är, eller "masked" när '
            "personuppgifter i det ska täckas över."
        )
    return Disclosure(value)


def _texts(value: Any) -> tuple[str, ...]:
    """One text or a list of them."""
    return tuple(_text(item) for item in (value if isinstance(value, list) else [value]))


def _groups(value: Any) -> tuple[str, ...]:
    return tuple(sorted(set(_texts(value))))


def _numbers(value: Any) -> tuple[Number, ...]:
    if not isinstance(value, dict) or not value.keys() <= set(NumberKind):
        raise TypeError(f'Skriv {{ diarienummer = "…" }}. Slag som går är {", ".join(NumberKind)}.')
    return tuple(
        Number(NumberKind(kind), item) for kind, items in value.items() for item in _texts(items)
    )


def _first_day(value: Any) -> date:
    return _day(value, 1, 1)


def _last_day(value: Any) -> date:
    return _day(value, 12, 31)


def _day(value: Any, month: int, day: int) -> date:
    """A day as it is, or the first or last one of a year."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return date(value, month, day)
    raise TypeError("Skriv ett datum som 2024-01-31 eller ett årtal, utan citattecken.")


_READERS: dict[str, Callable[[Any], Any]] = {
    "title": _text,
    "publisher": _text,
    "year": _year,
    "kind": _kind,
    "source": _text,
    "numbers": _numbers,
    "edition": _text,
    "replaces": _texts,
    "personal_data": _disclosure,
    "groups": _groups,
}
