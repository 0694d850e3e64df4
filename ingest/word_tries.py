"""simplemma's word lists (MIT) as mapped files: nothing to read, and shared by processes.

Its own cache of tries is not used: that writes straight into place, and reads a file whole.
"""

import os
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import platformdirs
from marisa_trie import BytesTrie


def word_trie(language: str) -> BytesTrie:
    """simplemma's list of a language ("sv", "en"): base forms by written form, in UTF-8.

    Kept in the cache folder from the first time; where that can't be, made anew (2 s).
    """
    path = cache_folder() / "words" / f"{language}-{version('simplemma')}.trie"
    try:
        return BytesTrie().mmap(str(path))
    except RuntimeError:
        trie = _made(language)
        with suppress(OSError):
            _keep(trie, path)
        return trie


def cache_folder() -> Path:
    """As the setting `cache`, by the environment: worker processes know no other settings."""
    return Path(os.environ.get("BELAGG_CACHE") or platformdirs.user_cache_dir("belagg"))


def _made(language: str) -> BytesTrie:
    # Heavy, and needed once a machine.
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    words = DefaultDictionaryFactory().get_dictionary(language)
    return BytesTrie((word, base.encode()) for word, base in words.items())


def _keep(trie: BytesTrie, path: Path) -> None:
    """Whole or not at all, also when several processes do it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        written = Path(folder, path.name)
        trie.save(str(written))
        written.replace(path)
