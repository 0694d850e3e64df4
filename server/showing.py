"""Answers as they are shown on a terminal."""

from server.schema import AskOut, HitOut, RankedOut, SearchOut
from server.signal_names import SIGNAL_NAMES


def answer_text(result: AskOut) -> str:
    """The answer with its sources, or the refusal with the nearest passages."""
    lines: list[str] = []
    if result.answer:
        for sentence in result.answer.sentences:
            marks = "".join(f"[{number}]" for number in sentence.citations)
            lines += [f"{sentence.text} {marks}", ""]
        lines.append("Källor")
        for citation in result.citations:
            lines += [f"[{citation.number}] {citation.reference}", f"    ”{citation.quote}”"]
            lines += [f"    Fotnot: {n.text} (s. {n.page_label})" for n in citation.notes]
    if result.refusal:
        lines.append(result.refusal.message)
        if result.related:
            lines += ["", "Närmast till hands"]
            lines += [f"  • {_hit_line(hit)}" for hit in result.related]
    return "\n".join(lines)


def hits_text(result: SearchOut, explain: bool = False) -> str:
    if not result.hits:
        return "Inga avsnitt passar."
    lines = []
    for rank, hit in enumerate(result.hits, 1):
        lines.append(f"{rank:>3}. {hit.score:.2f}  {_hit_line(hit)}")
        if explain:
            lines.append(f"       {_parts_line(hit)}")
    return "\n".join(lines)


def _parts_line(hit: RankedOut) -> str:
    """What each signal adds, the sum first: in standard deviations among the candidates."""
    parts = (
        f"{name} {hit.parts[signal]:+.2f}".replace(".", ",")
        for signal, name in SIGNAL_NAMES.items()
        if signal in hit.parts
    )
    return f"relevans {sum(hit.parts.values()):+.2f}".replace(".", ",") + " = " + " · ".join(parts)


def _hit_line(hit: HitOut) -> str:
    return f"{hit.reference}\n       ”{hit.quote}”"
