"""Known vulnerabilities in what Belägg is installed with: `python -m tests.robustness.audit`.

pip-audit says that it found none also where it could ask about nothing. Here that is told apart:
a service that can't be reached fails no build, a vulnerability does.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

_OWN = "belagg"


@dataclass(frozen=True, slots=True)
class Audit:
    """Packages that were asked about, those that weren't, and what was found, a line each."""

    checked: tuple[str, ...]
    unchecked: tuple[str, ...]
    found: tuple[str, ...]

    def __str__(self) -> str:
        if self.found:
            return "Kända sårbarheter:\n" + "\n".join(self.found)
        if not self.checked:
            return "Sårbarheter kunde inte kontrolleras: tjänsten som känner dem går inte att nå."
        told = f"Inga kända sårbarheter i {len(self.checked)} paket."
        if self.unchecked:
            told += f" {len(self.unchecked)} kunde inte kontrolleras: {', '.join(self.unchecked)}."
        return told


def read(report: Sequence[dict[str, Any]]) -> Audit:
    """The `dependencies` of pip-audit's JSON."""
    others = [package for package in report if package["name"] != _OWN]
    return Audit(
        tuple(package["name"] for package in others if "vulns" in package),
        tuple(package["name"] for package in others if "vulns" not in package),
        tuple(
            f"{package['name']} {package['version']}: {known['id']}, "
            f"rättat i {', '.join(known['fix_versions']) or 'ingen version'}"
            for package in others
            for known in package.get("vulns", ())
        ),
    )


def audit(seconds: int) -> Audit:
    """Of all that is installed beside this Python."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
        return read(json.loads(done.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, ValueError):
        # Nothing it could say: not even a list of what it could not ask about.
        return Audit((), tuple(sorted({found.name for found in distributions()})), ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="så länge får kontrollen ta")
    parser.add_argument("--out", type=Path, help="fil att skriva resultatet till")
    given = parser.parse_args()
    told = audit(given.seconds)
    print(told)
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(f"{told}\n", encoding="utf-8")
    sys.exit(bool(told.found))


if __name__ == "__main__":
    main()
