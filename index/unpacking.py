"""Writes a packed e5 model as a standard sentence-transformers folder."""

import json
import os
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)

from index.adapter import Adapter
from index.packed import PackedModel, Shape, Vocabulary

WEIGHTS = "model.safetensors"
# sentence-transformers looks for "document" before "passage" and fills it with "" when absent,
# which would silently drop the prefix: so it is spelled out.
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
METASPACE = "▁"

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def write_folder(model: PackedModel, folder: Path, adapter: Adapter | None) -> None:
    write_weights(model, folder / WEIGHTS, adapter)
    tokenizer(model.vocabulary).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in settings(model).items():
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")


def write_weights(model: PackedModel, target: Path, adapter: Adapter | None) -> None:
    """One tensor after the other: the largest is 384 MB and is never held whole."""
    layout = list(_layout(model.shape))
    header = _header([(name, dimensions) for _, name, dimensions in layout])
    with target.open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        for source, name, dimensions in layout:
            difference = adapter.difference(name) if adapter else None
            for slab in _values(model, source, dimensions, difference):
                file.write(slab.astype("<f4", copy=False).tobytes())
        file.flush()
        os.fsync(file.fileno())


def _values(
    model: PackedModel,
    source: str,
    dimensions: tuple[int, ...],
    difference: NDArray[np.float32] | None,
) -> Iterator[NDArray[np.float32]]:
    # The packed file has no pooler, which mean pooling never reads. Zeros keep BertModel from
    # filling the gap with random numbers and warning about it.
    if source == "":
        return iter([np.zeros(dimensions, np.float32)])
    if difference is not None:
        return iter([np.concatenate(list(model.slabs(source))) + difference.ravel()])
    return model.slabs(source)


def _layout(shape: Shape) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Packed name, name in BertModel, dimensions."""
    hidden, inner = shape.hidden, shape.inner
    rows = {"emb.word": shape.vocabulary, "emb.pos": shape.positions, "emb.type": shape.token_types}
    for source, name in _EMBEDDING.items():
        yield source, name, (rows[source], hidden) if source in rows else (hidden,)
    outputs = {"fi": inner}
    inputs = {"fo": inner}
    for layer in range(shape.layers):
        for short, long in _LAYER.items():
            width = outputs.get(short, hidden)
            matrix = (width,) if short.endswith("ln") else (width, inputs.get(short, hidden))
            yield f"l{layer}.{short}.w", f"encoder.layer.{layer}.{long}.weight", matrix
            yield f"l{layer}.{short}.b", f"encoder.layer.{layer}.{long}.bias", (width,)
    yield "", "pooler.dense.weight", (hidden, hidden)
    yield "", "pooler.dense.bias", (hidden,)


def _header(tensors: list[tuple[str, tuple[int, ...]]]) -> bytes:
    entries: dict[str, object] = {"__metadata__": {"format": "pt"}}
    start = 0
    for name, dimensions in tensors:
        end = start + 4 * int(np.prod(dimensions))
        entries[name] = {"dtype": "F32", "shape": dimensions, "data_offsets": [start, end]}
        start = end
    text = json.dumps(entries, separators=(",", ":")).encode("ascii")
    return text + b" " * (-len(text) % 8)


def tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The XLM-RoBERTa tokenizer of the original model.

    The original's compiled character map is not in the packed file, so a few rarities differ:
    `～`, U+0344, U+1F23B, and a combining mark after a symbol that NFKC expands (`²` + accent).
    """
    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    result = Tokenizer(models.Unigram(pieces, vocabulary.unknown, False))
    result.normalizer = normalizers.Sequence(list(_normalizers(vocabulary)))
    result.pre_tokenizer = pre_tokenizers.Metaspace(METASPACE, "always")
    result.decoder = decoders.Metaspace(METASPACE, "always")
    result.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", vocabulary.start), ("</s>", vocabulary.end)],
    )
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    result.add_special_tokens([AddedToken(text, normalized=False) for text in special])
    return result


def _normalizers(vocabulary: Vocabulary) -> Iterator[normalizers.Normalizer]:
    """The character map is NFKC, but for controls and invisible characters: those come first.

    Single characters are all that the packed map holds; NFKC also composes `a` + ring to `å`,
    as the original does.
    """
    exceptions: dict[str, list[str]] = defaultdict(list)
    for character, replacement in vocabulary.characters.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            exceptions[replacement].append(character)
    for replacement, characters in exceptions.items():
        choice = "".join(f"\\x{{{ord(character):x}}}" for character in characters)
        yield normalizers.Replace(Regex(f"[{choice}]"), replacement)
    yield normalizers.NFKC()
    yield normalizers.Replace(Regex(" {2,}"), " ")


def settings(model: PackedModel) -> dict[str, object]:
    """The small JSON files of the folder, by path."""
    return {
        "config.json": _bert_config(model.shape, model.vocabulary.padding),
        "tokenizer_config.json": {
            # XLMRobertaTokenizer would rebuild its own normalizer and ignore tokenizer.json.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": model.shape.positions,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "cls_token": "<s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
        },
        "sentence_bert_config.json": {"max_seq_length": model.shape.positions},
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": model.shape.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "modules.json": [
            _module(0, "", "Transformer"),
            _module(1, "1_Pooling", "Pooling"),
            _module(2, "2_Normalize", "Normalize"),
        ],
    }


def _module(number: int, path: str, kind: str) -> dict[str, object]:
    # The old spelling of the type, here and in the pooling's settings: every release reads it.
    full = f"sentence_transformers.models.{kind}"
    return {"idx": number, "name": str(number), "path": path, "type": full}


def _bert_config(shape: Shape, padding: int) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.inner,
        "layer_norm_eps": shape.epsilon,
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": padding,
        "type_vocab_size": shape.token_types,
        "vocab_size": shape.vocabulary,
    }
