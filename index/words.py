"""The words of a text, and those that tell nothing.

The same division runs over passages and questions.
"""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+(?:[-:’'][^\W_]+)*")
_PART = re.compile(r"[-:’']")
# "MAS:s", "SSK:er": what follows the colon is an ending, not a word.
_ENDING = re.compile(r":[^\W\d_]{1,4}$")

STOP_WORDS = frozenset(
    """
    all alla allt alltså andra att av bara bland blev bli blir då de del dels dem den denna deras
    dess dessa det detta dig din dina dit ditt du där efter eller en enligt er ett finns fick fram
    från få får för genom ger gäller gör göra göras ha hade han har hon hur här i in inom inte ju
    jag kan kring kunde kunna man med mellan men mer min mot mycket måste ni nog några något någon
    när nu och ock också om oss på samt sig sin sina sitt ska skall skulle som så sådan sådana sätt
    till under upp ur ut utan utifrån vad var vara varför varit varje vars vart vem vi via vid vilka
    vilken vilket vill vilkas vems åt än är även över eftersom fanns gjort gå går hos ifall ihop
    """.split()
)


def written_words(text: str) -> Iterator[str]:
    """Words as they are written; a hyphenated word gives its parts and, after them, itself
    joined."""
    for match in _WORD.finditer(unicodedata.normalize("NFC", text)):
        word = _ENDING.sub("", match[0])
        parts = [part for part in _PART.split(word) if part]
        yield from parts
        if len(parts) > 1:
            yield "".join(parts)


def words(text: str) -> Iterator[str]:
    """The same in lower case."""
    return (word.casefold() for word in written_words(text))
