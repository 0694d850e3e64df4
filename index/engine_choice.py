"""Which engine runs the bundled model fastest here: tried at the first start, then remembered."""

import json
import logging
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from index.bundled_model import weights_hash
from index.engine import ENGINES, OPENVINO, BundledEngine
from index.errors import ModelError
from index.files import write_atomically

_LOGGER = logging.getLogger(__name__)
_LIBRARIES = ("openvino", "tokenizers", "torch", "transformers")
# Loading torch on a slow machine takes half a minute; who needs five has stopped.
_SECONDS = 300


def open_bundled(folder: Path, threads: int | None = None) -> BundledEngine:
    """The fastest engine that is true to the model; where it does not open, the next that does.
    Raises ModelError when none does."""
    chosen = chosen_engine(folder)
    failures: list[str] = []
    for name in (chosen, *(other for other in ENGINES if other != chosen)):
        try:
            return BundledEngine(folder, name, threads)
        except Exception as error:
            # What a library may raise on a CPU that it doesn't know is not to be told in advance.
            _LOGGER.debug("%s", name, exc_info=True)
            failures.append(f"{name}: {error}")
    raise ModelError(
        "Sökmodellen gick inte att starta på den här datorn med något av biblioteken OpenVINO "
        f"och PyTorch ({'; '.join(failures)}). Installera om dem: {sys.executable} -m pip install "
        "--force-reinstall openvino torch"
    )


def chosen_engine(folder: Path) -> str:
    """The remembered choice, made anew when the model, the CPU or a library is another."""
    remembered = folder.with_name(f"{folder.name}.engine.json")
    circumstances = _circumstances(folder)
    try:
        content = json.loads(remembered.read_text(encoding="utf-8"))
        if content["circumstances"] == circumstances and content["engine"] in ENGINES:
            return str(content["engine"])
    except (OSError, ValueError, KeyError, TypeError):
        _LOGGER.debug("no choice of engine in %s", remembered)
    trial = _trial(folder)
    if trial is None:
        return OPENVINO
    content = {**trial, "circumstances": circumstances}
    try:
        write_atomically(remembered, json.dumps(content, indent=2).encode())
    except OSError:
        # A cache that can't be written to is no reason not to answer: it is tried again.
        _LOGGER.debug("choice of engine not kept in %s", remembered)
    return str(trial["engine"])


def _trial(folder: Path) -> dict[str, object] | None:
    """What index.engine_trial found, in a process of its own: torch leaves no memory taken here,
    and an engine that crashes takes nothing with it. None when it found nothing."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "index.engine_trial", str(folder)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        trial: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError):
        _LOGGER.debug("trial of engines", exc_info=True)
        return None
    return trial


def _circumstances(folder: Path) -> dict[str, object]:
    return {
        "weights": weights_hash(folder),
        "processor": processor_name(),
        "cores": os.cpu_count(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def processor_name() -> str:
    """By OpenVINO: the CPU's name and what numbers it counts with; empty where it fails."""
    try:
        # Deferred: what embeds nothing needs no OpenVINO.
        from index.openvino_body import processor

        return processor()[0]
    except (ImportError, RuntimeError):
        return ""


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""
