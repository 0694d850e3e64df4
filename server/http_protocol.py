"""HTTP as uvicorn speaks it, to clients that don't speak it well: bounded in size and time, and
told in Swedish what was wrong."""

import socket
import struct
from asyncio import TimerHandle
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from server.security_headers import ALWAYS, DATA_POLICY

_LARGEST_HEAD = 64 * 1024
_HEADERS = [
    *((name.encode(), value.encode()) for name, value in ALWAYS.items()),
    (b"Content-Security-Policy", DATA_POLICY.encode()),
    (b"Content-Type", b"text/plain; charset=utf-8"),
    (b"Cache-Control", b"no-store"),
    (b"Connection", b"close"),
]
_TOLD = {
    400: "Begäran går inte att förstå som HTTP.",
    431: f"Adressen och huvudfälten är för långa: högst {_LARGEST_HEAD // 1024} kB går.",
}


class BoundedProtocol(H11Protocol):
    """Ends connections whose request head doesn't come, and those whose answer isn't read; uvicorn
    only times those that have been answered once, and waits for whatever hasn't been read."""

    seconds_to_send_head: float = 15
    # For what doesn't fit in the system's buffer: a part of an answer, a few tens of kB.
    seconds_to_read: float = 30
    _deadline: TimerHandle | None = None
    _unread: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        # Writing is paused as soon as anything has to wait, and until all of it has gone.
        transport.set_write_buffer_limits(high=0)
        self._start_clock()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.seconds_to_read, self._break_off)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_waiting()

    def data_received(self, data: bytes) -> None:
        if self._deadline is None and self.conn.their_state is h11.IDLE:
            self._start_clock()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_clock()
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Called for whatever isn't HTTP, or has too large a head."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            # An answer has begun: only the connection can tell.
            self.transport.close()
            return
        too_large = len(self.conn.trailing_data[0]) >= _LARGEST_HEAD
        status = 431 if too_large else 400
        text = _TOLD[status].encode()
        length = (b"content-length", str(len(text)).encode())
        response = h11.Response(status_code=status, headers=[*_HEADERS, length])
        for event in (response, h11.Data(data=text), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _start_clock(self) -> None:
        self._deadline = self.loop.call_later(self.seconds_to_send_head, self.transport.close)

    def _stop_clock(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _stop_waiting(self) -> None:
        if self._unread:
            self._unread.cancel()
            self._unread = None

    def _break_off(self) -> None:
        connection = self.transport.get_extra_info("socket")
        # The system would keep what it has been given, and try for minutes.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


UVICORN: dict[str, Any] = {
    "http": BoundedProtocol,
    "h11_max_incomplete_event_size": _LARGEST_HEAD,
    # The application asks for what a browser speaks, and nothing else.
    "ws": "none",
    "server_header": False,
    # Who is trusted to tell of clients is a setting: see server/networks.py.
    "proxy_headers": False,
}
"""How uvicorn is set up, besides what `belagg serve` says."""
