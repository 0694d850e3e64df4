"""Text of others, where a terminal would obey it."""

import re

# What a terminal obeys, what turns the direction of writing, and bytes of a name that are no text.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def harmless(text: str) -> str:
    """With what isn't to be obeyed written out, in a way that JSON reads: "\\u001b"."""
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
