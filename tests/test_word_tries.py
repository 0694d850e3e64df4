from pathlib import Path
from threading import Thread

import pytest
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from ingest.word_tries import word_trie
from ingest.wordlist import lemma, stands_in_list


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_word_of_the_list_has_its_base_form_in_the_trie(language: str) -> None:
    trie = word_trie(language)
    words = DefaultDictionaryFactory().get_dictionary(language)
    assert [word for word, base in words.items() if trie.get(word) != [base.encode()]] == []
    assert len(trie) == len(words)


@pytest.mark.parametrize("word", ["", "\0", "hus\0", "husx", "hus\xff", "hu", "Hus "])
def test_what_is_not_in_the_list_has_no_base_form(word: str) -> None:
    assert lemma(word) is None


def test_a_word_is_looked_up_in_the_list_of_its_language() -> None:
    assert stands_in_list("thoroughly", "en")
    assert not stands_in_list("thoroughly")


def test_the_trie_is_kept_in_the_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELAGG_CACHE", str(tmp_path))
    word_trie("en")
    kept = list((tmp_path / "words").iterdir())
    assert [path.suffix for path in kept] == [".trie"]
    assert word_trie("en").get("houses") == [b"house"]


def test_a_damaged_file_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELAGG_CACHE", str(tmp_path))
    word_trie("en")
    (kept,) = (tmp_path / "words").iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    assert word_trie("en").get("houses") == [b"house"]
    assert kept.stat().st_size > 1000


def test_a_cache_folder_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("BELAGG_CACHE", str(tmp_path / "file"))
    assert word_trie("en").get("houses") == [b"house"]


def test_several_at_once_make_one_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELAGG_CACHE", str(tmp_path))
    makers = [Thread(target=word_trie, args=("en",)) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(list((tmp_path / "words").iterdir())) == 1
    assert word_trie("en").get("houses") == [b"house"]
