"""The commands that ask: `belagg ask` and `search`, of a running server when there is one."""

from typing import Annotated

import typer

from index.filters import Filter
from ingest.document import Role
from server.masking import masked
from server.running_server import asked
from server.schema import AskOut, SearchOut
from server.settings import Settings, load_settings
from server.showing import answer_text, hits_text
from server.terminal import IndexOption, JsonOption, print_result, tell_masked


def ask(
    question: Annotated[str, typer.Argument(help="Frågan.", metavar="FRÅGA")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ställ en fråga och få ett svar med belagda citat."""
    settings = load_settings(index=index)
    question = masked(question)
    wanted = {"question": question, "limit": 5}
    if answered := asked(settings, "/api/ask", wanted):
        result = AskOut.model_validate_json(answered)
    else:
        result = _own_answer(settings, question, 5)
    tell_masked(result.masked)
    print_result(result.model_dump(mode="json") if as_json else answer_text(result))


def search(
    query: Annotated[str, typer.Argument(help="Ord eller fråga.", metavar="ORD")],
    index: IndexOption = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Antal avsnitt.")] = 10,
    roles: Annotated[
        list[Role] | None,
        typer.Option(
            "--role",
            help="Sök i avsnitt av det här slaget, till exempel källförteckning. Kan anges flera "
            "gånger. Annars söks de avsnitt som kan bära ett svar.",
            metavar="SLAG",
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Visa vad som talar för varje avsnitt.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Sök avsnitt, utan svar."""
    settings = load_settings(index=index)
    query = masked(query)
    wanted = {"query": query, "limit": limit, "filter": {"roles": roles or []}}
    if found := asked(settings, "/api/search", wanted):
        result = SearchOut.model_validate_json(found)
    else:
        result = _own_hits(settings, query, limit, tuple(roles or ()))
    tell_masked(result.masked)
    print_result(result.model_dump(mode="json") if as_json else hits_text(result, explain))


def _own_answer(settings: Settings, question: str, limit: int) -> AskOut:
    # Seconds of imports, which a running server has behind it.
    from server.opening import open_service
    from server.presenting import ask_out

    return ask_out(open_service(settings, verified=False).ask(question), limit)


def _own_hits(settings: Settings, query: str, limit: int, roles: tuple[Role, ...]) -> SearchOut:
    # As above.
    from server.opening import open_service
    from server.presenting import search_out

    limits = Filter(roles=roles)
    return search_out(open_service(settings, verified=False).search(query, limit, limits), limits)
