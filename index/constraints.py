"""What a question is limited to (a year, a place, a body, a law, an occupation), and whether a
text is about that or about another of the same kind.

Question and text are read by the same rules, so that a constraint is met where the text names
one of its forms.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.laws import laws_asked, laws_in, other_laws_asked, other_laws_in, paragraphs_in
from index.names import GROUPS, OCCUPATIONS, ORGANISATIONS, SETTINGS, names_asked, names_in
from index.places import is_elsewhere, places_asked, places_in
from index.quantities import quantities_in, years_in


class ConstraintKind(StrEnum):
    """The kinds of constraint; a text is of no use without the strong ones."""

    YEAR = "år"
    PLACE = "plats"
    ORGANISATION = "organisation"
    LAW = "lag"
    OTHER_LAW = "annan lag"
    PARAGRAPH = "paragraf"
    OCCUPATION = "yrke"
    SETTING = "verksamhet"
    GROUP = "grupp"
    QUANTITY = "mängd"

    @property
    def is_strong(self) -> bool:
        return self in _STRONG


_STRONG = frozenset(
    (
        ConstraintKind.YEAR,
        ConstraintKind.PLACE,
        ConstraintKind.ORGANISATION,
        ConstraintKind.LAW,
        ConstraintKind.PARAGRAPH,
    )
)
_ROWS = {
    ConstraintKind.ORGANISATION: ORGANISATIONS,
    ConstraintKind.OCCUPATION: OCCUPATIONS,
    ConstraintKind.SETTING: SETTINGS,
    ConstraintKind.GROUP: GROUPS,
}
# Only one of the same set is another group: to name women isn't to be silent of the old.
_OPPOSED = (frozenset(("barn", "ungdomar", "äldre")), frozenset(("kvinnor", "män")))


@dataclass(frozen=True, slots=True)
class Constraint:
    """Something that the question names; `forms` are the names that count as a mention."""

    kind: ConstraintKind
    name: str
    forms: tuple[str, ...]


Names = Mapping[ConstraintKind, tuple[str, ...]]
"""What a text names, by kind; a kind of which it names nothing is left out."""


def constraints_in(question: str) -> tuple[Constraint, ...]:
    """What the question is limited to, each once."""
    return tuple(dict.fromkeys(_asked(question)))


def names_of(text: str, year: int | None = None) -> Names:
    """What a text names of each kind, in order of first mention; `year` is its document's, named
    after its own."""
    named = ((kind, tuple(dict.fromkeys(_names(kind, text, year)))) for kind in ConstraintKind)
    return {kind: names for kind, names in named if names}


def unmet(constraints: Sequence[Constraint], names: Names) -> tuple[Constraint, ...]:
    """The constraints that aren't among a text's names."""
    return tuple(c for c in constraints if set(c.forms).isdisjoint(names.get(c.kind, ())))


def contradicted(constraints: Sequence[Constraint], names: Names) -> tuple[Constraint, ...]:
    """The unmet constraints in whose stead the text names another of the same kind."""
    return tuple(c for c in unmet(constraints, names) if named_instead(c, names))


def named_instead(constraint: Constraint, names: Names) -> tuple[str, ...]:
    """What a text names of the constraint's kind and not for it, in order of first mention."""
    named = names.get(constraint.kind, ())
    return tuple(n for n in named if n not in constraint.forms and _is_another(n, constraint))


def _asked(question: str) -> Iterator[Constraint]:
    for years in years_in(question):
        name = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        yield Constraint(ConstraintKind.YEAR, name, tuple(map(str, years)))
    for place in places_asked(question):
        yield Constraint(ConstraintKind.PLACE, place.name, place.forms)
    for name in laws_asked(question):
        yield Constraint(ConstraintKind.LAW, name, (name,))
    for name in other_laws_asked(question):
        yield Constraint(ConstraintKind.OTHER_LAW, name, (name,))
    for kind, rows in _ROWS.items():
        for name in names_asked(rows, question):
            yield Constraint(kind, name, (name,))
    yield from _paragraphs_asked(question)
    for name in quantities_in(question):
        yield Constraint(ConstraintKind.QUANTITY, name, (name,))


def _paragraphs_asked(question: str) -> Iterator[Constraint]:
    """ "3 kap. 5 §" is one constraint, not also "5 §"."""
    names = tuple(paragraphs_in(question))
    for name in names:
        if not any(other.endswith(f" kap. {name}") for other in names):
            yield Constraint(ConstraintKind.PARAGRAPH, name, (name,))


def _names(kind: ConstraintKind, text: str, year: int | None) -> Iterator[str]:
    match kind:
        case ConstraintKind.YEAR:
            yield from (str(each) for years in years_in(text) for each in years)
            if year is not None:
                yield str(year)
        case ConstraintKind.PLACE:
            yield from (place.name for place in places_in(text))
        case ConstraintKind.LAW:
            yield from laws_in(text)
        case ConstraintKind.OTHER_LAW:
            yield from other_laws_in(text)
        case ConstraintKind.PARAGRAPH:
            yield from paragraphs_in(text)
        case ConstraintKind.QUANTITY:
            yield from quantities_in(text)
        case _:
            yield from names_in(_ROWS[kind], text)


def _is_another(name: str, constraint: Constraint) -> bool:
    match constraint.kind:
        case ConstraintKind.PLACE:
            return is_elsewhere(name, constraint.name)
        case ConstraintKind.QUANTITY:
            return name.split()[-1] == constraint.name.split()[-1]
        case ConstraintKind.GROUP:
            return any({name, constraint.name} <= opposed for opposed in _OPPOSED)
    return True
