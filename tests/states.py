"""Each page and state that a reader can meet: what the tests, screenshots and bench visit.

A new one needs only a line in PAGES, or in PREPARED when something must be done on it first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
from playwright.sync_api import Page

ANSWERED = "Vad ansvarar MAS för?"
FOLLOWING = "Vad ska vårdgivaren göra?"
REFUSED = "Hur byter man kopplingen på en traktor?"
_PATIENCE = 60.0


def as_it_comes(page: Page) -> None:
    """Nothing has to be done."""


def unfold(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def waiting(page: Page) -> None:
    """A server that never answers, as the page sees it."""
    page.evaluate("addEventListener('submit', event => event.preventDefault())")
    page.get_by_label("Din fråga").fill(ANSWERED)
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Söker").wait_for()


def warned(page: Page) -> None:
    page.get_by_label("Din fråga").fill("Vem ansvarar för delegering till 19121212-1212?")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()


def in_chat(question: str) -> Callable[[Page], None]:
    def ask(page: Page) -> None:
        chat = page.locator("belagg-chatt")
        field = chat.get_by_label("Din fråga")
        field.fill(question)
        field.press("Enter")
        chat.get_by_role("link").first.wait_for()

    return ask


@dataclass(frozen=True, slots=True)
class State:
    """A path, in which {document} and {cited_page} are filled in, and what is done there."""

    name: str
    path: str
    status: int = 200
    prepare: Callable[[Page], None] = as_it_comes
    ready: bool = True


@dataclass(frozen=True, slots=True)
class Site:
    """A server over the sample corpus and one that has no index, with what was found there."""

    ready: str
    unready: str
    document: str
    cited_page: str

    def address(self, state: State) -> str:
        path = state.path.format(document=self.document, cited_page=self.cited_page)
        return (self.ready if state.ready else self.unready) + path


def explored(ready: str, unready: str) -> Site:
    with httpx.Client(base_url=ready, timeout=_PATIENCE) as client:
        documents = client.get("/api/documents").json()["documents"]
        answer = client.post("/api/ask", json={"question": ANSWERED}).json()
    cited = answer["citations"][0]["page_url"]
    return Site(ready, unready, f"/dokument/{documents[0]['id']}", cited)


def asked(question: str, **fields: str | int) -> str:
    return f"/?{urlencode({'fraga': question, **fields})}"


ASK = State("ask", "/")
ANSWER = State("answer", asked(ANSWERED))
THREAD = State("thread", asked(FOLLOWING, tidigare=ANSWERED))
PAGES = (
    ASK,
    ANSWER,
    State("limited", asked(ANSWERED, uttalande="ansvar", fran=2000)),
    THREAD,
    State("refusal", asked(REFUSED)),
    State("masked", asked("Vem ansvarar för delegering till ••••••••-••••?")),
    State("documents", "/dokument"),
    State("no-documents", "/dokument?fran=2999"),
    State("document", "{document}"),
    State("page", "{cited_page}"),
    State("duties", "/ansvar"),
    State("limited-duties", "/ansvar?aktor=MAS&modalitet=ska"),
    State("no-duties", "/ansvar?sok=traktorkoppling"),
    State("chat", "/chatt"),
    State("accessibility", "/tillganglighet"),
    State("privacy", "/integritet"),
    State("error", "/dokument/finns-inte", status=404),
    State("invalid", asked("x" * 1200), status=422),
    State("unready", "/", status=503, ready=False),
)
PREPARED = (
    State("ask-unfolded", "/", prepare=unfold),
    State("answer-unfolded", ANSWER.path, prepare=unfold),
    State("waiting", "/", prepare=waiting),
    State("warned", "/", prepare=warned),
    State("chat-answer", "/chatt", prepare=in_chat(ANSWERED)),
    State("chat-refusal", "/chatt", prepare=in_chat(REFUSED)),
    State("thread-unfolded", THREAD.path, prepare=unfold),
    State("documents-unfolded", "/dokument", prepare=unfold),
    State("duties-unfolded", "/ansvar?aktor=MAS&modalitet=ska", prepare=unfold),
)
