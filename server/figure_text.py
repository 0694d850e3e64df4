"""How figures over gold questions are named and written in Swedish."""

from server.figures import RANKS, Estimate

REWORDED = "style:omskriven"
REWORDED_NAME = "R@5 för omskrivna frågor"
NAMES = {
    **{f"recall@{k}": f"Belägget bland de {k} första (R@{k})" for k in RANKS},
    "recall@1": "Belägget först (R@1)",
    "mrr": "MRR",
    "first_citation": "Första citatet bär belägget",
    "page_exactness": "… och står på rätt sida",
    "must": "Allt som måste sägas sägs",
    "median_characters": "Svarets längd, tecken (median)",
    "refusal_recall": "Vägran: täckning",
    "refusal_precision": "Vägran: precision",
    "refusal_f1": "Vägran: F1",
    "unproved_share": "Andel citat som inte står på sin sida",
    "search_ms": "Sökning, ms (median)",
    "ask_ms": "Svar, ms (median)",
}
_WHOLE_NUMBERS = frozenset({"median_characters", "search_ms", "ask_ms"})


def interval_text(name: str, estimate: Estimate, *, signed: bool = False) -> str:
    if estimate.value is None:
        return ""
    ends = (value_text(name, end, signed=signed) for end in estimate.interval)
    return (" till " if signed else "–").join(ends)


def value_text(name: str, value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return "–"
    sign = "+" if signed else ""
    digits = 0 if name in _WHOLE_NUMBERS else 3
    return f"{value:{sign}.{digits}f}".replace(".", ",").replace("-", "−")
