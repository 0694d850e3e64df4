"""Names that every system takes: of files, and of the entries of a list of sources."""

import re
import unicodedata


def ascii_words(text: str) -> list[str]:
    """ "Vad ansvarar MAS för?" as vad, ansvarar, mas, for."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)
