"""Ways to change a PDF: blindly, by its tokens, by its objects, by its streams, with another."""

import re
import zlib
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]
"""The file, the dice, and the other files."""

_NUMBER = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_OBJECT = re.compile(rb"\b\d+ 0 obj\b.*?\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"\bstream\r?\n(.*?)\r?\nendstream\b", re.DOTALL)
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]+>(?!>)")
_NUMBERS = (
    *(b"0", b"-1", b"1", b"255", b"65536", b"2147483647", b"-2147483648", b"4294967296"),
    *(b"99999999999999999999", b"1e309", b"nan", b"0.0000001", b"-0", b"--5", b"1.7e38", b"3.5"),
)
_INSERTED = (
    *(b"<<", b">>", b"[", b"]", b"(", b")", b"null", b"true", b"endobj", b"endstream", b"stream\n"),
    *(b"xref", b"trailer", b"startxref\n0\n%%EOF", b"1 0 R", b"/Kids[1 0 R]", b"/Count -1"),
    *(b"/Rotate 90", b"/MediaBox[0 0 0 0]", b"/UserUnit 1e9", b"/Filter/LZWDecode"),
    *(b"/Parent 3 0 R", b"/Encrypt<</Filter/Standard/V 4/R 4/O()/U()/P -1>>", b"/Length 0"),
    *(b"/Type/ObjStm", b"BT ET", b"BT /F1 1e30 Tf (a) Tj ET", b"1e30 0 0 1e30 0 0 cm"),
    *(b"/P<</MCID 0>>BDC", b"q " * 50, b"\0", b"<feffd800>", b"(\\377\\376\\000\\330)"),
    *(b"\xff" * 20, b"A" * 3000, b"/OpenAction<</S/Launch>>"),
)
_DICTIONARY = re.compile(rb"<<")


def flipped(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 10, 100))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def truncated(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data))]


def cut_out(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.choice((1, 10, 100, 1000)) :]


def inserted(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    inside = [match.end() for match in _DICTIONARY.finditer(data)]
    at = random.choice(inside) if inside and random.random() < 0.7 else random.randrange(len(data))
    return data[:at] + random.choice(_INSERTED) + data[at:]


def other_numbers(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    return _some(_NUMBER, data, random, lambda _: random.choice(_NUMBERS))


def other_names(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    names = _NAME.findall(data)
    return _some(_NAME, data, random, lambda _: random.choice(names))


def other_references(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    numbers = [*_REFERENCE.findall(data), b"0", b"99999"]
    return _some(_REFERENCE, data, random, lambda _: random.choice(numbers) + b" 0 R")


def other_strings(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    def drawn(_: bytes) -> bytes:
        return b"<%s>" % random.randbytes(random.choice((0, 1, 3, 200))).hex().encode()

    return _some(_STRING, data, random, drawn)


def other_objects(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """One is taken away, stands twice, or stands in another's place."""
    objects = _OBJECT.findall(data)
    one = random.choice(objects) if objects else b""
    made = (b"", one + b"\n" + one, random.choice(objects) if objects else b"")
    return data.replace(one, random.choice(made), 1) if one else data


def repacked(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """A stream changed under its packing, so that what it packs is wrong and not the packing."""

    def changed(found: bytes) -> bytes:
        body = _STREAM.match(found)
        try:
            inner = zlib.decompress(body[1]) if body else b""
        except zlib.error:
            return found
        if not inner:
            return found
        change = random.choice((flipped, inserted, other_numbers, cut_out, truncated))
        return b"stream\n" + zlib.compress(change(inner, random, others)) + b"\nendstream"

    return _some(_STREAM, data, random, changed)


def spliced(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    return data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]


def swapped_objects(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """An object becomes one of another file."""
    mine, theirs = _OBJECT.findall(data), _OBJECT.findall(random.choice(others))
    if not mine or not theirs:
        return data
    old = random.choice(mine)
    head = old.partition(b"obj")[0] + b"obj"
    return data.replace(old, head + random.choice(theirs).partition(b"obj")[2], 1)


MUTATIONS: tuple[Mutation, ...] = (
    *(flipped, truncated, cut_out, inserted, other_numbers, other_names, other_references),
    *(other_strings, other_objects, repacked, spliced, swapped_objects),
)


def mutated(seeds: Sequence[bytes], random: Random) -> tuple[bytes, tuple[str, ...]]:
    """A changed file, and what was done to it."""
    data = random.choice(seeds)
    done = random.choices(MUTATIONS, k=random.choice((1, 1, 1, 2, 3)))
    for mutation in done:
        data = mutation(data, random, seeds) or b"%PDF-1.7\n"
    return data, tuple(mutation.__name__ for mutation in done)


def _some(
    pattern: re.Pattern[bytes], data: bytes, random: Random, new: Callable[[bytes], bytes]
) -> bytes:
    """With one or a few of the places where the pattern stands made anew."""
    places = list(pattern.finditer(data))
    if not places:
        return data
    chosen = random.sample(places, min(len(places), random.choice((1, 1, 3, 10))))
    for match in sorted(chosen, key=lambda match: -match.start()):
        data = data[: match.start()] + new(match[0]) + data[match.end() :]
    return data
