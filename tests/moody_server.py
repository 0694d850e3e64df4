"""A server that answers as badly as the question tells: what a chat must live through."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.middleware.cors import CORSMiddleware

from server.public_scripts import public_script_routes
from server.schema import AskIn

Events = AsyncIterator[bytes]

_CR = ord("\r")

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \u2069\u202eelleh\u2067 &amp;"
LONG_WORD = "läkemedelsgenomgång" * 263


def event(name: str, **data: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def hit(text: str = "Titeln", page_url: str = "/dokument/x/sida/4") -> dict[str, Any]:
    return {
        "document": {"title": text, "publisher": text, "year": 2024},
        "section": [text],
        "page": 4,
        "page_label": "ii",
        "quote": text,
        "page_url": page_url,
    }


def started(question: str) -> bytes:
    return event("start", question=question, understood_as=question)


def sentence(text: str, number: int = 1, **source: Any) -> bytes:
    sources = [{**hit(text, **source), "number": number}]
    return event("sentence", text=text, citations=[number], sources=sources)


def whole(text: str, **source: Any) -> bytes:
    return started("Frågan") + sentence(text, **source) + event("end", related=[])


class Moods:
    """What each question gets. Answers to "vänta" come when the gate is opened."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.asked: list[str] = []
        self.answers: dict[str, Callable[[], Events]] = {
            "snabb": lambda: self._all(whole("Ett snabbt svar.")),
            "nej": lambda: self._all(*_refusal()),
            "vänta": lambda: self._gated(whole("Ett sent svar.")),
            "halv": lambda: self._gated(*_parts("Första.", "Andra.")),
            "bryts": lambda: self._all(started("bryts"), sentence("Ett halvt svar.")),
            "dör": lambda: self._dying(started("dör"), sentence("Ett halvt svar.")),
            "tom": lambda: self._all(b""),
            "strunt": lambda: self._all(started("strunt"), b"event: sentence\ndata: {oj\n\n"),
            "bytevis": lambda: self._bytewise(b"\xef\xbb\xbf: hej\r\n\r\n" + _with_crlf()),
            "fientlig": lambda: self._all(whole(HOSTILE)),
            "lång": lambda: self._all(whole(LONG_WORD)),
            "adresser": lambda: self._all(*_addresses()),
        }

    async def _all(self, *parts: bytes) -> Events:
        for part in parts:
            yield part

    async def _gated(self, *parts: bytes) -> Events:
        """The last part waits for the gate."""
        for part in parts[:-1]:
            yield part
        while not self.gate.is_set():
            await asyncio.sleep(0.01)
        yield parts[-1]

    async def _dying(self, *parts: bytes) -> Events:
        async for part in self._gated(*parts, b""):
            yield part
        raise ConnectionError("Servern dör mitt i svaret.")

    async def _bytewise(self, data: bytes) -> Events:
        for number in data:
            yield bytes([number])
            # Long enough that the halves of a CRLF arrive one by one.
            await asyncio.sleep(0.02 if number == _CR else 0)


def _refusal() -> list[bytes]:
    refused = event("refusal", reason="no_support", message="Jag hittar inget.", missing=[])
    return [started("nej"), refused, event("end", related=[hit("En riktlinje"), hit("En lag")])]


def _parts(first: str, second: str) -> tuple[bytes, bytes]:
    return (
        started("halv") + sentence(first),
        sentence(second, number=2) + event("end", related=[]),
    )


def _with_crlf() -> bytes:
    """An answer with lines as Windows ends them, and with data on several of them."""
    answer = whole("Å, ä och ö kom fram hela.").replace(b', "', b',\ndata: "')
    return answer.replace(b"\n", b"\r\n")


def _addresses() -> list[bytes]:
    bad = ["javascript:alert(1)", "https://annan.exempel.se/sida", "//annan.exempel.se", "http://["]
    cited = [sentence(f"Mening {n}.", n, page_url=url) for n, url in enumerate(bad, 1)]
    return [started("adresser"), *cited, event("end", related=[])]


def moody_app(moods: Moods) -> FastAPI:
    app = FastAPI()
    app.include_router(public_script_routes())
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
        expose_headers=["retry-after"],
    )

    @app.get("/api/health")
    def health() -> None:
        pass

    @app.post("/api/ask/stream")
    async def ask(asked: AskIn) -> Response:
        moods.asked.append(asked.question)
        match asked.question.split():
            case ["status", status, *after]:
                headers = {"Retry-After": after[0]} if after else {}
                problem = {"detail": "Frågan är för lång."}
                return JSONResponse(problem, int(status), headers)
            case ["html"]:
                return HTMLResponse("<h1>Logga in</h1>")
        return StreamingResponse(moods.answers[asked.question](), media_type="text/event-stream")

    return app
