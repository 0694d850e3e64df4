"""What the signals of a ranking are called where a reader sees them."""

from collections.abc import Mapping

from index.signals import (
    CONSTRAINTS,
    COVERAGE,
    FORM,
    KEYWORDS,
    KIND,
    PASSAGE,
    RERANKER,
    SENTENCE,
    Signal,
)

SIGNAL_NAMES: Mapping[Signal, str] = {
    PASSAGE: "avsnittets närhet",
    SENTENCE: "bästa meningens närhet",
    KEYWORDS: "gemensamma ord",
    COVERAGE: "andel av frågans ord",
    KIND: "efterfrågad uppgiftstyp",
    FORM: "efterfrågad svarsform",
    CONSTRAINTS: "frågans avgränsning",
    RERANKER: "omrankarens betyg",
}
