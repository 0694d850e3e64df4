"""References in APA 7, Harvard and Vancouver, in the Swedish form that university libraries
teach.

citeproc-py knows the Swedish words, but neither a/b for the same year nor Swedish statutes
("Hälso- Och Sjukvårdslag, Legis. Nos."), and its package of styles has no Vancouver.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from server.citation_sources import Source
from server.citation_text import Stretch, Stretches, italic, sentence, spaced

_MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december"
).split()


@dataclass(frozen=True, slots=True)
class Styled:
    """How a page is referred to in one style: in the list and, in brackets, in running text."""

    style: str
    entry: Stretches
    in_text: Stretches


def in_styles(source: Source, labels: tuple[str, ...], accessed: date) -> tuple[Styled, ...]:
    """All three, for the pages with these printed labels, read on a day."""
    return (
        Styled("APA 7", apa_entry(source), apa_in_text(source, labels)),
        Styled("Harvard", harvard_entry(source, accessed), harvard_in_text(source, labels)),
        Styled(
            "Vancouver",
            vancouver_entry(source, labels, accessed),
            vancouver_in_text(source, labels),
        ),
    )


def pages(labels: tuple[str, ...]) -> str:
    """ "s. 5", "s. 5–6"."""
    first, last = labels[0], labels[-1]
    return f"s. {first}" if first == last else f"s. {first}–{last}"


def day_in_words(day: date) -> str:
    """ "22 november 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def apa_entry(source: Source) -> Stretches:
    address = (Stretch(source.url),) if source.url else None
    if source.official:
        return _official_entry(source, address)
    year = sentence(f"({source.year})")
    titled = sentence(italic(source.title), *_bracketed(source))
    head = (sentence(source.author), year, titled) if source.author else (titled, year)
    return _with(head, address)


def apa_in_text(source: Source, labels: tuple[str, ...]) -> Stretches:
    return _in_text(source, labels, lambda year: f", {year}, ")


def harvard_entry(source: Source, accessed: date) -> Stretches:
    address = (Stretch(f"{source.url} [{accessed}]"),) if source.url else None
    if source.official:
        return _official_entry(source, address)
    year = f" ({source.year})"
    if source.author:
        titled = sentence(italic(source.title), *_bracketed(source))
        return _with((sentence(source.author + year), titled), address)
    details = (sentence(", ".join(source.details)),) if source.details else ()
    return _with((sentence(italic(source.title), year), *details), address)


def harvard_in_text(source: Source, labels: tuple[str, ...]) -> Stretches:
    return _in_text(source, labels, lambda year: f" {year}, ")


def vancouver_entry(source: Source, labels: tuple[str, ...], accessed: date) -> Stretches:
    """With the page, since the number in the text says nothing but which source it is."""
    title = f"{source.title} ({source.official})" if source.official else source.title
    year = str(source.document.description.year or "[u.å.]")
    if source.url:
        title += " [Internet]"
        year += f" [citerad {day_in_words(accessed)}]"
    if source.official and source.author:
        said = [title, source.edition, f"{source.author}; {year}"]
    else:
        said = [source.author, title, source.edition, year]
    said += [pages(labels), source.number]
    sentences = [sentence(part) for part in said if part]
    address = (Stretch(f"Hämtad från: {source.url}"),) if source.url else None
    return _with((sentence(f"{source.place}"), *sentences), address)


def vancouver_in_text(source: Source, labels: tuple[str, ...]) -> Stretches:
    return (Stretch(f"({source.place}, {pages(labels)})"),)


def _official_entry(source: Source, address: Stretches | None) -> Stretches:
    """By its number; who gave it out where no address says so."""
    head = [sentence(source.official or ""), sentence(italic(source.title))]
    if source.edition:
        head.append(sentence(source.edition))
    if source.author and not address:
        head.append(sentence(source.author))
    return _with(tuple(head), address)


def _in_text(source: Source, labels: tuple[str, ...], dated: Callable[[str], str]) -> Stretches:
    """`dated` is the year with the punctuation around it. An official number holds its year;
    a title stands for an author that nobody knows."""
    if source.official:
        return (Stretch(f"({source.official}, {pages(labels)})"),)
    named = Stretch(source.author) if source.author else italic(source.title)
    return (Stretch("("), named, Stretch(f"{dated(source.year)}{pages(labels)})"))


def _bracketed(source: Source) -> tuple[str, ...]:
    return (f" ({', '.join(source.details)})",) if source.details else ()


def _with(head: tuple[Stretches, ...], address: Stretches | None) -> Stretches:
    """An address is never closed by a full stop, which would be taken for a part of it."""
    return spaced(*head, address) if address else spaced(*head)
