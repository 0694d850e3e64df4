"""Title, publisher, year and kind of a document.

Stated in a `katalog.toml` beside the files or above them; else by the PDF's own metadata;
else guessed from its first pages and its name, and marked as guessed.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.document import Description, Kind
from ingest.errors import CatalogueError
from ingest.reader import RawDocument

FILE_NAME = "katalog.toml"
_KEYS = {"file", "title", "publisher", "year", "kind", "source"}
_LEVELS_UP = 3
UNKNOWN_PUBLISHER = "Okänd utgivare"

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d|19[89]\d)(?!\d)")
_PRODUCED_NAME = re.compile(
    r"^\W*[\da-f-]{8,}\W*$|^(?:microsoft\s+\w+|untitled|namnlös|document\d*|dokument\d*|presentation\d*)\b|"
    r"\.(?:docx?|pdf|indd|pptx?|xlsx?|qxd|pmd)$",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"\b(Socialstyrelsen|Sveriges Kommuner och (?:Regioner|Landsting)|IVO|"
    r"Inspektionen för vård och omsorg|Folkhälsomyndigheten|Läkemedelsverket|"
    r"E-hälsomyndigheten|Försäkringskassan|Regeringskansliet|Socialdepartementet|"
    r"Arbetsmiljöverket|Naturvårdsverket|[A-ZÅÄÖ]\w+myndigheten(?: för \w+(?: och \w+)?)?|"
    r"Region [A-ZÅÄÖ]\w+(?: [A-ZÅÄÖ]\w+)?|[A-ZÅÄÖ]\w+s (?:kommun|stad)|"
    r"[A-ZÅÄÖ]\w+(?:kommunen|regionen))\b"
)
# An author without one of these is a person or a program, whom no reference names.
_ORGANISATION = re.compile(
    r"myndighet|region|landsting|kommun|\bstad|verket\b|styrelse|förbund|nämnd|förvaltning|"
    r"departement|verksamhet|institut|universitet|högskol|råd\b|centr|inspektion|kansli|kassan|"
    r"\blän\b|bolag|\bAB\b|stiftelse",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.SUBAGREEMENT, r"del\s?överenskommelse"),
    (Kind.FOLLOW_UP, r"uppföljning|lägesrapport|utvärdering|kartläggning|årsrapport"),
    (Kind.AGREEMENT, r"överenskommelse"),
    (Kind.INQUIRY, r"utredning|betänkande|rapport"),
    (Kind.GUIDELINE, r"riktlinje|rutin|vägledning|handbok|handlingsplan"),
    (Kind.REGULATION, r"föreskrift|författning|\blag\b|\bFS \d{4}:|förordning"),
    (Kind.MINUTES, r"protokoll|minnesanteckning"),
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries of one katalog.toml; paths are relative to its folder."""

    folder: Path
    entries: dict[str, dict[str, Any]]

    def entry(self, path: Path) -> dict[str, Any]:
        """What is stated about a file, or nothing."""
        try:
            relative = path.resolve().relative_to(self.folder.resolve())
        except ValueError:
            return {}
        return self.entries.get(relative.as_posix(), {})


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
    entries: dict[str, dict[str, Any]] = {}
    for entry in stated.get("document", []):
        _check(path, entry)
        entries[Path(entry["file"]).as_posix()] = entry
    return Catalogue(path.parent, entries)


def _check(path: Path, entry: dict[str, Any]) -> None:
    name = entry.get("file")
    if not isinstance(name, str) or not name:
        raise CatalogueError(f'{path}: ett [[document]] saknar raden file = "….pdf".')
    if unknown := entry.keys() - _KEYS:
        raise CatalogueError(
            f"{path}: {name} har okända nycklar: {', '.join(sorted(unknown))}. "
            f"Tillåtna är {', '.join(sorted(_KEYS))}."
        )
    if "kind" in entry and entry["kind"] not in set(Kind):
        raise CatalogueError(
            f"{path}: {name} har kind = {entry['kind']!r}. Tillåtna är {', '.join(Kind)}."
        )
    if "year" in entry and not isinstance(entry["year"], int):
        raise CatalogueError(f"{path}: {name} har year = {entry['year']!r}. Skriv ett årtal.")


@dataclass(frozen=True, slots=True)
class Clues:
    """What a file itself says about what it is; `years` stand on its first two pages."""

    stated_title: str | None
    stated_publisher: str | None
    title: str | None
    publisher: str | None
    years: tuple[int, ...]
    created: int | None


def clues_of(raw: RawDocument) -> Clues:
    opening = " ".join(page.text for page in raw.pages[:2])
    return Clues(
        _stated_title(raw),
        _stated_publisher(raw),
        _largest_words(raw),
        _usual_publisher(raw),
        tuple(int(year) for year in _YEAR.findall(opening)),
        raw.created_year,
    )


def describe(clues: Clues, path: Path, stated: dict[str, Any]) -> Description:
    """The description of a document, each field from the best source that has it."""
    guessed: list[str] = []

    def guess(field: str, value: Any) -> Any:
        guessed.append(field)
        return value

    title = (
        stated.get("title")
        or clues.stated_title
        or guess("title", clues.title or _words_of_name(path))
    )
    publisher = (
        stated.get("publisher")
        or clues.stated_publisher
        or guess("publisher", clues.publisher or UNKNOWN_PUBLISHER)
    )
    year = stated.get("year") or guess("year", _guess_year(clues, title, path))
    kind = stated.get("kind") or guess("kind", _guess_kind(f"{title} {path.stem}"))
    return Description(title, publisher, year, Kind(kind), stated.get("source"), tuple(guessed))


def _stated_title(raw: RawDocument) -> str | None:
    title = " ".join((raw.title or "").split())
    if len(title) < 5 or _PRODUCED_NAME.search(title) or "\ufffd" in title:
        return None
    return title


def _stated_publisher(raw: RawDocument) -> str | None:
    author = " ".join((raw.author or "").split())
    return author if _ORGANISATION.search(author) else None


def _largest_words(raw: RawDocument) -> str | None:
    """The largest lines of the first page with text, where they stand out."""
    for page in raw.pages[:3]:
        lines = [(line, " ".join(page.text[line.start : line.end].split())) for line in page.lines]
        lines = [(line, words) for line, words in lines if len(words) > 3]
        if not lines:
            continue
        largest = max(line.size for line, _ in lines)
        usual = Counter(line.size for line, _ in lines).most_common(1)[0][0]
        title = " ".join(words for line, words in lines if line.size == largest)
        if largest > 1.15 * usual and 8 <= len(title) <= 200:
            return title
    return None


def _words_of_name(path: Path) -> str:
    return re.sub(r"[-_]+", " ", path.stem).strip().capitalize() or path.name


def _usual_publisher(raw: RawDocument) -> str | None:
    found: Counter[str] = Counter()
    for page in raw.pages[:5]:
        found.update(_PUBLISHER.findall(" ".join(page.text.split())))
    return found.most_common(1)[0][0] if found else None


def _guess_year(clues: Clues, title: str, path: Path) -> int | None:
    """The last year in the file's name or title, else the latest on its first pages that is
    not after the file was made."""
    for text in (path.stem, title):
        if years := _YEAR.findall(text):
            return int(years[-1])
    plausible = [year for year in clues.years if clues.created is None or year <= clues.created]
    return max(plausible, default=clues.created)


def _guess_kind(words: str) -> Kind:
    for kind, pattern in _KINDS:
        if re.search(pattern, words, re.IGNORECASE):
            return kind
    return Kind.OTHER
