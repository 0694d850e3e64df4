"""Python scripts in a process of their own, where a warning is an error."""

import subprocess
import sys

from tests.sample import ROOT


def run_python(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stdout
