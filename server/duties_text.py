"""Who is responsible for what, as it is shown on a terminal."""

from itertools import groupby

from server.duties_schema import DutiesOut


def duties_text(result: DutiesOut) -> str:
    """The rows under their actors."""
    lines: list[str] = []
    for actor, of_actor in groupby(result.rows, lambda row: row.group):
        lines += ["", f"{actor[:1].upper()}{actor[1:]} ({result.counts.actor[actor]})"]
        for row in of_actor:
            lead_in = f"{row.lead_in} … " if row.lead_in else ""
            grade = f", {row.modality}" if row.modality else ""
            lines += [
                f"  • ”{lead_in}{row.quote}”",
                f"    {row.reference} [{row.statement}{grade}]",
            ]
    if len(result.rows) < result.total:
        lines += ["", f"{len(result.rows)} av {result.total} rader. --csv FIL.csv skriver alla."]
    return "\n".join(lines).strip() or "Inga uttalanden passar."
