"""The interface against its own description: schemathesis makes requests of it, good and bad.

    python -m tests.robustness.contract --cases 2000 [--url http://127.0.0.1:8000]

No answer may be a server error, of a kind that isn't described, or against what is described.
"""

import argparse
import re
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from index.embedder import SentenceTransformerEmbedder
from server.app import create_app
from server.settings import load_settings
from tests.sample import SAMPLE, kept_index, kept_model, service_over
from tests.serving import running

# A question of signs only, a publisher that isn't there and years that are turned around follow
# the schema and are refused. What is too large or too long is refused before it is read.
_SETTINGS = """
[checks.negative_data_rejection]
expected-statuses = [400, 404, 405, 413, 414, 422]

[checks.positive_data_acceptance]
expected-statuses = ["2xx", 404, 422]
"""
_CASES = re.compile(r"(\d+) generated")
_OPERATIONS = 7


def contract(url: str, cases: int, phases: str = "coverage,fuzzing") -> tuple[int, int, str]:
    """The exit status of schemathesis (0 is no finding), how many cases it made, and its words."""
    with TemporaryDirectory() as folder:
        settings = Path(folder) / "schemathesis.toml"
        settings.write_text(_SETTINGS, encoding="utf-8")
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run"),
            *(f"{url}/openapi.json", "--checks", "all", "--no-color", "--generation-database"),
            *("none", "--seed", "7", "--max-examples", str(max(1, cases // _OPERATIONS))),
            *("--phases", phases, "--continue-on-failure"),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    said = done.stdout + done.stderr
    found = _CASES.search(said)
    return done.returncode, int(found[1]) if found else 0, said


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--url", help="en server som redan körs, utan gräns för antalet frågor")
    given = parser.parse_args()
    with nullcontext(given.url) if given.url else _sample_server() as url:
        status, made, said = contract(url, given.cases)
    print(said)
    print(f"{made} fall; {'inget att anmärka på' if status == 0 else 'se ovan'}.")
    sys.exit(status)


def _sample_server() -> AbstractContextManager[str]:
    embedder = SentenceTransformerEmbedder.load(None, kept_model())
    service = service_over(kept_index("sample-index", SAMPLE, embedder), embedder)
    return running(create_app(service, load_settings(rate_per_minute=0)))


if __name__ == "__main__":
    main()
