import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from index.bundled_model import MANIFEST, ensure_bundled_model, verify_model, weights_hash
from index.errors import ModelError

ROOT = Path(__file__).resolve().parent.parent
ENSURE = (
    "import sys; from pathlib import Path; from index.bundled_model import ensure_bundled_model; "
    "print(ensure_bundled_model(Path(sys.argv[1])))"
)
# Made with the tokenizer.json that intfloat published with the model.
PUBLISHED_IDS = {
    "query: Vem ansvarar för fast omsorgskontakt?": [
        0, 41, 1294, 12, 93518, 20466, 147, 394, 4271, 153301, 38053, 32, 2,
    ],
    "passage: Nämnden har 1 234 567,89 kr – enligt 3 kap. 1 § SoL …": [
        0, 46692, 12, 15254, 39, 5633, 182, 106, 131210, 6, 162082, 4, 18949, 1959, 46, 27361,
        138, 4740, 5, 106, 5360, 1061, 866, 153, 2,
    ],
    "Cafe\u0301 i A\u030are": [0, 61427, 17, 72378, 13, 2],
    "ﬁnansiering\u200b med\u00a0½ tjänst": [0, 127797, 128, 78660, 71613, 2],
    "☎\ufe0f 👍🏽 klart": [0, 6, 198184, 15755, 6, 118280, 245164, 18725, 2],
    "Äidinkieli on tärkeä": [0, 20056, 65480, 44048, 14, 98, 84570, 2],
    "\ufffd slut\ttabb\x07": [0, 16026, 308, 5125, 2],
}  # fmt: skip


@pytest.fixture(scope="module")
def tokenizer(model_cache: Path) -> Tokenizer:
    return Tokenizer.from_file(str(ensure_bundled_model(model_cache) / "tokenizer.json"))


@pytest.fixture(scope="module")
def raced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """An empty cache into which two processes unpacked at once, and what each of them said."""
    cache = tmp_path_factory.mktemp("cache")
    command = [sys.executable, "-W", "error", "-c", ENSURE, str(cache)]
    racers = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [racer.communicate(timeout=300)[0].strip() for racer in racers]
    yield cache, said
    shutil.rmtree(cache)


def ids(tokenizer: Tokenizer, text: str) -> list[int]:
    found: list[int] = tokenizer.encode(text).ids
    return found


@pytest.mark.parametrize("text", PUBLISHED_IDS)
def test_tokenizer_agrees_with_the_published_one(tokenizer: Tokenizer, text: str) -> None:
    assert ids(tokenizer, text) == PUBLISHED_IDS[text]


@pytest.mark.parametrize("text", ["Räksmörgås på Åland", "idé, allé och à la carte"])
def test_composed_and_decomposed_letters_are_the_same(tokenizer: Tokenizer, text: str) -> None:
    assert ids(tokenizer, unicodedata.normalize("NFD", text)) == ids(tokenizer, text)


@pytest.mark.parametrize("space", ["  ", "\t", "\n", "\r\n", "\u00a0", "\u2009", "\u200b"])
def test_all_spaces_are_one_space(tokenizer: Tokenizer, space: str) -> None:
    assert ids(tokenizer, f"fast{space}kontakt") == ids(tokenizer, "fast kontakt")


def test_control_characters_vanish(tokenizer: Tokenizer) -> None:
    assert ids(tokenizer, "fa\x01st\x7f") == ids(tokenizer, "fast")


def test_empty_text_is_only_start_and_end(tokenizer: Tokenizer) -> None:
    assert ids(tokenizer, "") == [0, 2]


def test_decoding_gives_the_text_back(tokenizer: Tokenizer) -> None:
    text = "Särskilt boende: 37 procent av enheterna (2012)."
    assert tokenizer.decode(ids(tokenizer, text)) == text


def test_two_processes_at_once_both_get_the_one_folder(raced: tuple[Path, list[str]]) -> None:
    cache, said = raced
    (folder,) = (path for path in (cache / "models").iterdir() if path.is_dir())
    assert said == [str(folder), str(folder)]
    assert verify_model(folder) == ()


@pytest.mark.parametrize("damaged", ["model.safetensors", MANIFEST])
def test_damaged_file_is_unpacked_again(raced: tuple[Path, list[str]], damaged: str) -> None:
    cache, _ = raced
    folder = ensure_bundled_model(cache)
    before = weights_hash(folder)
    with (folder / damaged).open("r+b") as file:
        file.truncate(100)
    assert ensure_bundled_model(cache) == folder
    assert verify_model(folder) == ()
    assert weights_hash(folder) == before


def test_leftovers_of_a_killed_unpacking_are_removed(raced: tuple[Path, list[str]]) -> None:
    cache, _ = raced
    folder = ensure_bundled_model(cache)
    unfinished = folder.with_name(f".{folder.name}.unpacking")
    unfinished.mkdir()
    (unfinished / "model.safetensors").write_bytes(b"half")
    (folder / "config.json").unlink()
    ensure_bundled_model(cache)
    assert [path for path in (cache / "models").iterdir() if path.is_dir()] == [folder]


def test_full_check_finds_what_sizes_do_not_show(raced: tuple[Path, list[str]]) -> None:
    cache, _ = raced
    folder = ensure_bundled_model(cache)
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    assert ensure_bundled_model(cache) == folder
    assert verify_model(folder) == ("model.safetensors",)
    shutil.rmtree(folder)


def test_whole_model_is_not_touched_again(model_cache: Path) -> None:
    folder = ensure_bundled_model(model_cache)
    before = (folder / MANIFEST).stat().st_mtime_ns
    assert ensure_bundled_model(model_cache) == folder
    assert (folder / MANIFEST).stat().st_mtime_ns == before


def test_cache_below_a_file_is_explained_in_swedish(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("inte en mapp")
    with pytest.raises(ModelError, match=r"går genom en fil.*export BELAGG_CACHE="):
        ensure_bundled_model(tmp_path / "fil" / "cache")


def test_cache_that_cannot_be_made_is_explained_in_swedish() -> None:
    with pytest.raises(ModelError, match=r"Sökmodellen kunde inte packas upp i /proc/belagg"):
        ensure_bundled_model(Path("/proc/belagg"))
