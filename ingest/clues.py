"""What a file says of itself: its metadata, and what its first pages and its last tell."""

from dataclasses import dataclass

from ingest.dating import published_year, validity, years_alone
from ingest.document import Kind, Number, NumberKind, Validity
from ingest.kinds import kind_by_number, kind_in_words, kind_on_front
from ingest.numbering import edition, numbers, replaced
from ingest.opening import Opening
from ingest.publishers import printed_publisher, stated_publisher
from ingest.reader import RawDocument
from ingest.titles import cover_title, display_words, first_line, printed_title, stated_title


@dataclass(frozen=True, slots=True)
class Clues:
    """`stated_…` comes from the file's metadata, the rest from its pages. `year` is when it
    says that it was published, `case_year` when its case was opened, `latest_year` the last that
    its first pages name, `created` when the file was made, if that can be."""

    stated_title: str | None = None
    stated_publisher: str | None = None
    title: str | None = None
    first_line: str | None = None
    cover: str | None = None
    publisher: str | None = None
    year: int | None = None
    case_year: int | None = None
    latest_year: int | None = None
    created: int | None = None
    kind: Kind | None = None
    numbers: tuple[Number, ...] = ()
    validity: Validity | None = None
    edition: str | None = None
    replaces: tuple[str, ...] = ()


def clues_of(raw: RawDocument) -> Clues:
    opening = Opening(raw)
    stated = stated_title(opening)
    printed, cover = printed_title(opening), cover_title(opening)
    title = stated or printed or cover or ""
    found = numbers(opening, title)
    named = years_alone(opening.text)
    series = next((n.value for n in found if n.kind is NumberKind.SERIES), None)
    kind = (
        kind_by_number(series)
        or kind_in_words(title)
        or kind_on_front(opening.front)
        or kind_in_words(display_words(opening))
    )
    return Clues(
        stated_title=stated,
        stated_publisher=stated_publisher(opening),
        title=printed,
        first_line=first_line(opening),
        cover=cover,
        publisher=printed_publisher(opening),
        year=_year_of(series) or published_year(opening),
        case_year=_case_year(found),
        latest_year=max(named, default=None),
        created=_believed(raw.created_year, named),
        kind=kind,
        numbers=found,
        validity=validity(opening, title, kind or Kind.OTHER),
        edition=edition(opening, title),
        replaces=replaced(opening, regulates=kind is Kind.REGULATION),
    )


def _year_of(series: str | None) -> int | None:
    """Of "SFS 2003:365"; a bill's "1999/2000" is a session, not a year."""
    year = series.split()[-1].partition(":")[0] if series else ""
    return int(year) if year.isdigit() else None


def _case_year(found: tuple[Number, ...]) -> int | None:
    cases = (number.value for number in found if number.kind is NumberKind.CASE)
    years = [year for case in cases for year in years_alone(case)]
    return years[0] if years else None


def _believed(created: int | None, named: list[int]) -> int | None:
    """None where the text is from later: the file was made by a clock or a tool gone wrong."""
    if created is None or created in named or created >= max(named, default=0):
        return created
    return None
