"""HTTP to others that takes no more than so much of an answer."""

from collections.abc import Iterator

import httpx2

_MOST_BYTES = 500_000


class LimitedTransport(httpx2.BaseTransport):
    """Breaks off an answer that is too large; packed ones are not asked for, since few bytes may
    become many, and are refused."""

    def __init__(self) -> None:
        self._inner = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["Accept-Encoding"] = "identity"
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise httpx2.ReadError("packed", request=request)
        assert isinstance(response.stream, httpx2.SyncByteStream)
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Limited(response.stream, request),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._inner.close()


class _Limited(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, request: httpx2.Request) -> None:
        self._stream = stream
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        left = _MOST_BYTES
        for part in self._stream:
            left -= len(part)
            if left < 0:
                raise httpx2.ReadError("too large", request=self._request)
            yield part

    def close(self) -> None:
        self._stream.close()
