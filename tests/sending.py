"""Requests as they are, byte for byte."""

import socket
from urllib.parse import urlsplit


def connected(url: str) -> socket.socket:
    address = urlsplit(url)
    return socket.create_connection((address.hostname, address.port), 60)


def sent(url: str, request: bytes) -> bytes:
    """The whole answer."""
    with connected(url) as connection:
        connection.sendall(request)
        return connection.makefile("rb").read()


def asked(url: str, target: str) -> tuple[int, bytes]:
    """The status and the whole answer of a GET."""
    head = f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = sent(url, head.encode("utf-8", "surrogateescape"))
    return int(answer.split(b" ", 2)[1]), answer
