"""Whether the passages found support an answer at all.

Three signs, weighed by logistic regression: how near the best sentence is to the question,
how much of the question's own weight in words the best passage holds, and how near the
question is to the collection as a whole.
"""

import math

from index.coverage import WeightedTerms
from index.search import Results, Searcher

_LOOKED_AT = 5
# Fitted for the bundled model on the sample corpus' questions and on four real reports' (229 in
# all); five-fold area under the curve .79.
_SENTENCE = 11.0
_COVERAGE = 2.8
_DOMAIN = 63.0
_CONSTANT = -60.2
THRESHOLD = 0.55


def support(results: Results, terms: WeightedTerms, searcher: Searcher) -> float:
    """How likely it is, between 0 and 1, that the hits answer the question."""
    if not results.hits:
        return 0.0
    hits = results.hits[:_LOOKED_AT]
    nearest = max((scored.similarity for hit in hits for scored in hit.sentences), default=-1.0)
    coverage = max(terms.coverage(searcher.passage_terms(hit.passage)) for hit in hits)
    logit = _SENTENCE * nearest + _COVERAGE * coverage + _DOMAIN * results.domain + _CONSTANT
    return 1 / (1 + math.exp(-logit))
