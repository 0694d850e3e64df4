"""`katalog.toml`: what someone has stated of documents, beside the files or above them."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from unicodedata import normalize

from ingest.document import Disclosure, Kind, Number, NumberKind, Validity
from ingest.errors import CatalogueError
from ingest.glyphs import visible

FILE_NAME = "katalog.toml"
_LEVELS_UP = 3
# Another case of letters, a letter too few, another year.
_MUCH_LIKE = 0.8

Stated = Mapping[str, Any]
"""Fields of a Description by their names, of their own types."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries of one katalog.toml; paths are relative to its folder. `groups` may see each
    file whose entry doesn't say otherwise; None is not stated."""

    folder: Path
    entries: dict[str, Stated]
    groups: tuple[str, ...] | None = None

    def entry(self, path: Path) -> Stated:
        """What is stated about a file in the folder or below it, or nothing."""
        relative = path.resolve().relative_to(self.folder.resolve())
        return self.entries.get(_name(relative), {})

    def groups_of(self, path: Path) -> tuple[str, ...] | None:
        """Which may see the file; None where that isn't stated."""
        groups: tuple[str, ...] | None = self.entry(path).get("groups", self.groups)
        return groups


def stated_of(path: Path) -> Stated:
    """What the nearest katalog.toml states about a file, in its folder or one of the three above.

    The groups that may see it are those of the nearest that states any, however far above: a limit
    holds for all that lies below it. Raises CatalogueError when one can't be read.
    """
    above = list(path.resolve().parents)
    found = [read_catalogue(home / FILE_NAME) for home in above if (home / FILE_NAME).is_file()]
    is_near = bool(found) and found[0].folder in above[: _LEVELS_UP + 1]
    stated = found[0].entry(path) if is_near else {}
    groups = (one.groups_of(path) for one in found)
    nearest = next((some for some in groups if some is not None), None)
    return stated if nearest is None else {**stated, "groups": nearest}


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
        entries[_name(Path(name))] = _fields(path, name, entry)
    of_all = {"groups": stated["groups"]} if "groups" in stated else {}
    catalogue = Catalogue(path.parent, entries, _fields(path, "katalogen", of_all).get("groups"))
    _check_names(catalogue)
    return catalogue


def _name(relative: Path) -> str:
    """Archives and other systems write å as two characters."""
    return normalize("NFC", relative.as_posix())


def _check_names(catalogue: Catalogue) -> None:
    """A mistyped name would leave open what was to be limited. Raises CatalogueError where a file
    that none is about is called much like one that isn't there."""
    limited = [Path(name) for name, stated in catalogue.entries.items() if stated.get("groups")]
    for folder in {name.parent for name in limited}:
        there = _files(catalogue.folder / folder)
        unnamed = (name for name in there if _name(folder / name) not in catalogue.entries)
        others = {name.casefold(): name for name in unnamed}
        for missing in {one.name for one in limited if one.parent == folder} - {*there}:
            for like in get_close_matches(missing.casefold(), others, 1, _MUCH_LIKE):
                raise CatalogueError(
                    f"{catalogue.folder / FILE_NAME}: {missing} är begränsad till vissa grupper, "
                    f"men finns inte. Heter filen {others[like]}? Rätta namnet. Är filen borta, ta "
                    "bort raderna och ange vilka som får se den andra."
                )


def _files(folder: Path) -> list[str]:
    names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return [normalize("NFC", name) for name in names if name.lower().endswith(".pdf")]


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
