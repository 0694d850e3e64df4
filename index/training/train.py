"""Trains the adapter: LoRA (Hu et al. 2021) on the bundled model, embeddings frozen.

Two rounds, both with the other passages of the batch as negatives (multiple negatives ranking,
Henderson et al. 2017). The second is over our own questions and some of the first round's, with
one hard negative each, found by the model that the first round made (as ANCE does: Xiong et al.
2020). The adapter is the mean of what the two rounds gave (a model soup: Wortsman et al. 2022):
the second round alone measured worse than the first, see index/adapter/README.md.

    python -m index.training.train ../shared
"""

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from datasets import Dataset
from peft import LoraConfig
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer
from sentence_transformers.base.sampler import BatchSamplers
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.training_args import (
    SentenceTransformerTrainingArguments,
)

from index.adapter import FILE, Adapter, mean, write_adapter
from index.bundled_model import unpack_bundled
from index.training.checking import Found, check, swefaq
from index.training.examples import Example, own_examples, shared_examples
from index.training.negatives import hard_negatives
from index.unpacking import PROMPTS

SEED = 20261122
RANK = 16
ALPHA = 32
TEMPERATURE = 0.03
LEARNING_RATE = 4e-4
BATCH = 48
# Tokens; the few passages that are longer are recognised by their beginning.
LENGTH = 160
SECOND_LENGTH = 128
# So many of the first round's questions are learnt from once more.
AGAIN = 800
HELD_BACK = 200
LINEAR = r".*encoder\.layer\.\d+\..*(query|key|value|dense)"


def main(shared: Path, target: Path = FILE) -> None:
    """Writes the adapter and, beside it, what it was measured to do."""
    torch.manual_seed(SEED)
    data = shared / "data"
    learnt, held_back = _split([one for one in shared_examples(data) if one.answered])
    model = _base_model()
    figures = {"before": _figures(model, data, learnt, held_back)}
    lora = LoraConfig(
        task_type="FEATURE_EXTRACTION", r=RANK, lora_alpha=ALPHA, target_modules=LINEAR
    )
    model.add_adapter(lora)
    _train(model, _columns(learnt), schedule="constant_with_warmup")
    figures["first round"] = _figures(model, data, learnt, held_back)
    own = [one for one in own_examples(shared / "corpus-large") if one.answered]
    first = _adapter(model)
    again = own + random.Random(SEED).sample(learnt, AGAIN)
    negatives = hard_negatives(model, again, SEED)
    model.max_seq_length = SECOND_LENGTH
    _train(model, {**_columns(again), "negative": negatives}, schedule="linear")
    figures["second round"] = _figures(model, data, learnt, held_back)
    write_adapter(mean(first, _adapter(model)), target)
    text = json.dumps(figures, indent=1)
    target.with_name("figures.json").write_text(text + "\n", encoding="utf-8")


def _base_model() -> SentenceTransformer:
    with TemporaryDirectory() as folder:
        unpack_bundled(Path(folder), adapter=None)
        model = SentenceTransformer(
            folder, device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32}
        )
    model.max_seq_length = LENGTH
    return model


def _split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """The questions of `HELD_BACK` passages are for checking only."""
    passages = sorted({example.passage for example in examples})
    checked = set(random.Random(SEED).sample(passages, HELD_BACK))
    return (
        [example for example in examples if example.passage not in checked],
        [example for example in examples if example.passage in checked],
    )


def _columns(examples: Sequence[Example]) -> dict[str, list[str]]:
    return {
        "anchor": [example.question for example in examples],
        "positive": [example.passage for example in examples],
    }


def _train(model: SentenceTransformer, columns: dict[str, list[str]], schedule: str) -> None:
    with TemporaryDirectory() as folder:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=folder,
            use_cpu=True,
            num_train_epochs=1,
            per_device_train_batch_size=BATCH,
            learning_rate=LEARNING_RATE,
            lr_scheduler_type=schedule,
            warmup_steps=10,
            batch_sampler=BatchSamplers.NO_DUPLICATES,
            prompts={
                "anchor": PROMPTS["query"],
                "positive": PROMPTS["passage"],
                "negative": PROMPTS["passage"],
            },
            save_strategy="no",
            report_to="none",
            logging_steps=5,
            seed=SEED,
        )
        loss = MultipleNegativesRankingLoss(model, scale=1 / TEMPERATURE)
        SentenceTransformerTrainer(
            model=model, args=arguments, train_dataset=Dataset.from_dict(columns), loss=loss
        ).train()
    model.eval()


def _figures(
    model: SentenceTransformer, data: Path, learnt: Sequence[Example], held_back: Sequence[Example]
) -> dict[str, dict[str, float]]:
    passages = list(dict.fromkeys(one.passage for one in (*learnt, *held_back)))
    measured: dict[str, Found] = {"held back": check(model, held_back, passages)}
    for part in ("dev", "test"):
        measured[f"SweFAQ {part}"] = check(model, *swefaq(data, part))
    return {name: asdict(found) for name, found in measured.items()}


def _adapter(model: SentenceTransformer) -> Adapter:
    """The pairs out of the trained modules, the scale multiplied in."""
    pairs = {}
    transformer: torch.nn.Module = model[0].auto_model  # type: ignore[assignment]
    for name, module in transformer.named_modules():
        if hasattr(module, "lora_A"):
            down = module.lora_A["default"].weight.detach().numpy()
            up = module.lora_B["default"].weight.detach().numpy() * (ALPHA / RANK)
            pairs[f"{name}.weight"] = (down.astype(np.float16), up.astype(np.float16))
    return Adapter(pairs)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
