"""The sentence of a refusal that names what the documents lack, and what they name instead."""

from collections.abc import Sequence

from index.constraints import Constraint

_MOST_NAMED = 3


def missing_message(missing: Sequence[Constraint], instead: Sequence[str] = ()) -> str:
    """In Swedish; `instead` is what was found of the same kinds, the first three are told.

    >>> from index.constraints import constraints_in
    >>> missing_message(constraints_in("Vad kostar det i Region Skåne?"), ["Värmland"])
    'Dokumenten nämner Värmland men inte Region Skåne i detta sammanhang.'
    """
    if not missing:
        raise ValueError("en vägran behöver något som saknas")
    names = [constraint.name for constraint in missing]
    lacking = f"inte {names[0]}" if len(names) == 1 else f"varken {_listed(names, 'eller')}"
    named = list(dict.fromkeys(instead))[:_MOST_NAMED]
    contrast = f"{_listed(named, 'och')} men " if named else ""
    return f"Dokumenten nämner {contrast}{lacking} i detta sammanhang."


def _listed(names: Sequence[str], word: str) -> str:
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last
