"""A collection of which half is for some groups, and one that has only the other half."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from index.build import Builder
from index.embedder import SentenceTransformerEmbedder
from tests.sample import SAMPLE

LIMITED = {
    "protokoll-vard-och-omsorgsnamnden-grankommunen-2024.pdf": ("mas",),
    "riktlinje-rehabilitering-hjalpmedel-fallprevention-sjokommunen-2023.pdf": ("mas", "ledning"),
    "deloverenskommelse-lakarmedverkan-sabo-2023.pdf": ("ledning",),
    "utredning-halso-och-sjukvardens-organisation-exempelkommunen-2023.pdf": ("ledning",),
}


@dataclass(frozen=True, slots=True)
class Closed:
    """The index of all, and of what is for everybody."""

    everything: Path
    open: Path


def closed_collection(
    folder: Path, archived: Path, embedder: SentenceTransformerEmbedder
) -> Closed:
    """Nothing is read or embedded that the archive of the sample index has."""
    for name in ("everything", "open"):
        (folder / name).mkdir()
        shutil.copytree(archived / "documents", folder / f"{name}-index" / "documents")
        for path in SAMPLE.glob("*.pdf"):
            if name == "everything" or path.name not in LIMITED:
                shutil.copyfile(path, folder / name / path.name)
    (folder / "everything" / "katalog.toml").write_text(
        "\n".join(
            f'[[document]]\nfile = "{file}"\ngroups = {list(groups)}'
            for file, groups in LIMITED.items()
        )
    )
    for name in ("everything", "open"):
        Builder(folder / f"{name}-index", embedder, lambda *_: None).ingest([folder / name])
    return Closed(folder / "everything-index", folder / "open-index")
