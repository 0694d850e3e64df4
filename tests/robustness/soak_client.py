"""One of the clients of the soak, and what it has met."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

import httpx

QUESTIONS = (
    "Vem ansvarar för rutinen för avvikelser?",
    "Vad ansvarar MAS för?",
    "Hur många enheter saknar en rutin för delegering?",
    "Vad rekommenderas kommunerna om läkemedel?",
    "Vad kostar en elefant?",
)
_SUBJECTS = ("läkemedel", "fallprevention", "vårdhygien", "delegering", "avvikelser", "journaler")
_KINDS = {"ask": 4, "ask new": 3, "search": 3, "stream": 3, "page": 2, "image": 2, "file": 1}
_KINDS |= {"ansvar": 1, "documents": 1, "start": 1, "health": 1}

Cited = frozenset[tuple[str, str]]
"""What an answer is made of: the ids of documents with the passages quoted from them."""


@dataclass(slots=True)
class Tally:
    """What one client has met."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: Counter[str] = field(default_factory=Counter)
    cited: set[Cited] = field(default_factory=set)


class Client(Thread):
    """Asks one thing after another until it is told to stop."""

    def __init__(self, url: str, number: int, stop: Event) -> None:
        super().__init__()
        self.tally = Tally()
        self._url, self._ending = url, stop
        self._random = random.Random(number)
        self._links: dict[str, str] = {}

    def run(self) -> None:
        with httpx.Client(base_url=self._url, timeout=60) as http:
            while not self._ending.is_set():
                kind = self._random.choices(list(_KINDS), list(_KINDS.values()))[0]
                begun = monotonic()
                try:
                    response = self._request(http, kind)
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    self.tally.failures[f"{kind}: {type(error).__name__}"] += 1
                    continue
                self.tally.seconds[kind].append(monotonic() - begun)
                # A document may have gone with its edition.
                gone = kind in ("page", "image", "file") and response.status_code == 404
                if response.status_code != 200 and not gone:
                    self.tally.failures[f"{kind}: {response.status_code}"] += 1

    def _request(self, http: httpx.Client, kind: str) -> httpx.Response:
        match kind:
            case "ask" | "ask new":
                response = http.post("/api/ask", json={"question": self._question(kind)})
                if response.status_code == 200:
                    self._check(response.json())
            case "search":
                query = {"query": self._random.choice(_SUBJECTS), "limit": 10}
                response = http.post("/api/search", json=query)
                if response.status_code == 200:
                    self._note(response.json()["hits"])
            case "stream":
                response = http.post("/api/ask/stream", json={"question": self._question(kind)})
                if response.status_code == 200:
                    self._note(streamed(response.text))
            case "page" | "image" | "file":
                response = http.get(self._links.get(f"{kind}_url", "/"))
            case "ansvar":
                response = http.get("/ansvar")
            case "documents":
                response = http.get("/api/documents")
            case "health":
                response = http.get("/api/health/ready")
            case _:
                response = http.get("/", params={"fraga": self._question("ask")})
        return response

    def _question(self, kind: str) -> str:
        if kind == "ask":
            return self._random.choice(QUESTIONS)
        subject = self._random.choice(_SUBJECTS)
        return f"Vem ansvarar för {subject} på enhet {self._random.randrange(10_000)}?"

    def _check(self, answer: dict[str, object]) -> None:
        self._note([*answer["citations"], *answer["related"]])  # type: ignore[misc]

    def _note(self, hits: Sequence[dict[str, object]]) -> None:
        self.tally.cited.add(frozenset(_cited(hit) for hit in hits))
        for hit in hits:
            self._links = {name: str(url) for name, url in hit.items() if name.endswith("_url")}


def _cited(hit: Mapping[str, object]) -> tuple[str, str]:
    document = hit["document"]
    assert isinstance(document, dict)
    return document["id"], str(hit["passage"])


def streamed(text: str) -> list[dict[str, object]]:
    """What a stream cites. Raises ValueError when it breaks off."""
    events = [event.partition("\ndata: ") for event in text.strip().split("\n\n")]
    named = [(name.removeprefix("event: "), json.loads(data)) for name, _, data in events]
    if named[-1][0] != "end":
        raise ValueError("bröts")
    sources = [source for name, data in named if name == "sentence" for source in data["sources"]]
    return [*sources, *named[-1][1]["related"]]
