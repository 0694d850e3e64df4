import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.reranker import CrossEncoderReranker, Reranker

WORDS = ["ansvar", "avgift", "delegering", "enkät", "läkemedel", "nattfasta", "rutin", "tillsyn"]
SPECIAL = ["[UNK]", "[PAD]", "[CLS]", "[SEP]"]
MAX_LENGTH = 32
TEXTS = [f"{word} " * (1 + 2 * number) for number, word in enumerate(WORDS)]


def save_model(folder: Path, labels: Sequence[str], classifier: bool = True) -> Path:
    """A tiny BERT with random weights, and a tokenizer that knows a dozen words."""
    # Deferred: seconds of import that the other tests' collection should not pay.
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import (
        BertConfig,
        BertForSequenceClassification,
        BertModel,
        PreTrainedTokenizerFast,
    )

    torch.manual_seed(4)
    shape = BertConfig(
        vocab_size=len(SPECIAL + WORDS),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=MAX_LENGTH,
        initializer_range=0.5,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    (BertForSequenceClassification if classifier else BertModel)(shape).save_pretrained(folder)
    numbers = {word: number for number, word in enumerate(SPECIAL + WORDS)}
    tokenizer = Tokenizer(models.WordLevel(numbers, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", numbers["[CLS]"]), ("[SEP]", numbers["[SEP]"])],
    )
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]"
    )
    fast.save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("omrankare"), ["betyg"])


@pytest.fixture(scope="module")
def reranker(folder: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker.load(str(folder), device="cpu")


def test_scores_are_the_logits_of_question_and_text_in_the_order_of_the_texts(
    reranker: Reranker, folder: Path
) -> None:
    # Deferred like the rest of transformers.
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder)
    pairs = [tokenizer("rutin", text, return_tensors="pt") for text in TEXTS]
    logits = [model(**pair).logits.item() for pair in pairs]
    assert reranker.scores("rutin", TEXTS) == pytest.approx(logits, abs=1e-4)
    assert max(logits) - min(logits) > 0.1


def test_texts_of_unlike_length_score_together_as_one_by_one(reranker: Reranker) -> None:
    texts = TEXTS * 3
    together = reranker.scores("rutin", texts)
    alone = np.concatenate([reranker.scores("rutin", [text]) for text in texts])
    assert together.dtype == np.float32
    assert together == pytest.approx(alone, abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "relevant"),
    [
        (["relevant", "irrelevant"], 0),
        (["irrelevant", "Relevant"], 1),
        (["LABEL_0", "LABEL_1"], 1),
    ],
)
def test_the_score_of_two_labels_is_the_log_odds_of_the_relevant_one(
    labels: list[str], relevant: int, tmp_path: Path
) -> None:
    reranker = CrossEncoderReranker.load(str(save_model(tmp_path, labels)), device="cpu")
    pairs = [("rutin", text) for text in TEXTS]
    probabilities = reranker._model.predict(pairs, apply_softmax=True)[:, relevant]
    scores = reranker.scores("rutin", TEXTS)
    assert 1 / (1 + np.exp(-scores)) == pytest.approx(probabilities, abs=1e-5)
    assert probabilities.max() - probabilities.min() > 0.01


def test_no_texts_give_no_scores(reranker: Reranker) -> None:
    assert reranker.scores("rutin", []).shape == (0,)


def test_a_text_is_cut_where_the_model_ends(reranker: Reranker) -> None:
    cut, long = reranker.scores("rutin", ["avgift " * MAX_LENGTH, "avgift " * 100 + "rutin " * 100])
    assert cut == pytest.approx(long, abs=1e-4)


def test_many_threads_get_the_scores_of_one(reranker: Reranker) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda word: reranker.scores(word, TEXTS), WORDS * 4))
    alone = [reranker.scores(word, TEXTS) for word in WORDS * 4]
    assert np.stack(found) == pytest.approx(np.stack(alone), abs=1e-4)


def test_identity_names_the_folder_and_the_weights(
    reranker: CrossEncoderReranker, folder: Path, tmp_path: Path
) -> None:
    copied = shutil.copytree(folder, tmp_path / "kopia")
    other = save_model(tmp_path / "annan", ["LABEL_0", "LABEL_1"])
    copy, different = (CrossEncoderReranker.load(str(path), "cpu") for path in (copied, other))
    assert copy.identity.name == "kopia"
    assert copy.identity.weights == reranker.identity.weights
    assert different.identity.weights != reranker.identity.weights


def test_weights_are_read_as_float32(folder: Path, tmp_path: Path) -> None:
    from transformers import BertForSequenceClassification

    halved = shutil.copytree(folder, tmp_path / "halv")
    BertForSequenceClassification.from_pretrained(folder).bfloat16().save_pretrained(halved)
    reranker = CrossEncoderReranker.load(str(halved), device="cpu")
    assert {str(tensor.dtype) for tensor in reranker._model.parameters()} == {"torch.float32"}


def test_a_model_with_three_classes_is_refused(tmp_path: Path) -> None:
    save_model(tmp_path, ["entailment", "neutral", "contradiction"])
    with pytest.raises(ModelError, match=r"3 klasser \(entailment, neutral.*BELAGG_RERANKER=none"):
        CrossEncoderReranker.load(str(tmp_path))


def test_a_model_with_two_other_classes_is_refused(tmp_path: Path) -> None:
    save_model(tmp_path, ["negativ", "positiv"])
    with pytest.raises(ModelError, match=r"2 klasser \(negativ, positiv\).*BELAGG_RERANKER=none"):
        CrossEncoderReranker.load(str(tmp_path))


def test_a_model_without_a_trained_head_is_refused(tmp_path: Path) -> None:
    save_model(tmp_path, ["betyg"], classifier=False)
    with pytest.raises(ModelError, match=r"inget utlärt betyg.*BELAGG_RERANKER=none"):
        CrossEncoderReranker.load(str(tmp_path))


def test_a_folder_without_a_model_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gick inte att läsa .*CrossEncoder.*BELAGG_RERANKER="):
        CrossEncoderReranker.load(str(tmp_path))


def test_a_missing_folder_is_explained() -> None:
    with pytest.raises(ModelError, match=r"finns inte.*BELAGG_RERANKER=none"):
        CrossEncoderReranker.load("./saknas")


@pytest.mark.parametrize(
    ("name", "full_name"),
    [("belagg/finns-inte", "belagg/finns-inte"), ("finns-inte", "cross-encoder/finns-inte")],
)
def test_a_name_that_cannot_be_had_names_the_download(name: str, full_name: str) -> None:
    with pytest.raises(ModelError, match=f"hf download {full_name} .*BELAGG_RERANKER=none"):
        CrossEncoderReranker.load(name)
