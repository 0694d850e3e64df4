"""make bench-ingest: a table of how completely, how truly and how fast files are read.

The words are compared with pdftotext's, page by page (tests/bench/words.py says how); pages
read by OCR are only counted. Goals: at least 99 % found or accounted for, none foreign.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.measure import Row

_ROOT = Path(__file__).resolve().parents[2]
_DEFAULT = ("corpus/exempel", "../shared/realpdf", "../shared/corpus", "../shared/corpus-large")
_COLUMNS = (
    "Fil|Sidor|OCR|Ord|I stycken|I rubriker|Redovisade|Summa|Sämsta sida|Främmande|Hopskrivna"
    "|Särskrivna|Sidor/s|× pdftotext|Minne (MB)"
)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.ingest", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--json", type=Path, help="skriv alla rader hit, med exempel på ord")
    options = parser.parse_args(arguments)
    paths = options.paths or [_ROOT / name for name in _DEFAULT if (_ROOT / name).is_dir()]
    console = Console(width=None if sys.stdout.isatty() else 200)
    rows: dict[str, list[Row]] = defaultdict(list)
    with console.status("Läser …") as status:
        for path in _files(paths):
            status.update(f"Läser {path.name} …")
            rows[path.parent.name].append(_in_own_process(path))
    console.print(_table(rows))
    if options.json:
        found = [asdict(row) for folder in rows.values() for row in folder]
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.pdf")) if path.is_dir() else [path]


def _in_own_process(path: Path) -> Row:
    command = [sys.executable, "-m", "tests.bench.measure", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=_ROOT)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        return Row(str(path), error=f"mätningen avbröts ({done.returncode}): {last}")
    return Row(**json.loads(done.stdout))


def _table(rows: dict[str, list[Row]]) -> Table:
    table = Table()
    for index, name in enumerate(_COLUMNS.split("|")):
        table.add_column(name, justify="right" if index else "left", overflow="fold")
    for folder, members in rows.items():
        for row in members:
            table.add_row(*_cells(row, Path(row.file).stem[:34]))
        read = [row for row in members if row.error is None]
        table.add_section()
        table.add_row(*_cells(_total(read), f"{folder}: {len(read)} av {len(members)}"))
        table.add_section()
    return table


def _total(rows: Sequence[Row]) -> Row:
    total = Row("")
    for row in rows:
        total.pages += row.pages
        total.recognised += row.recognised
        total.words += row.words
        total.seconds += row.seconds
        total.pdftotext_seconds += row.pdftotext_seconds
        for sums, values in ((total.found, row.found), (total.counts, row.counts)):
            for name, value in values.items():
                sums[name] = sums.get(name, 0) + value
    total.peak_mb = max((row.peak_mb for row in rows), default=0.0)
    return total


def _cells(row: Row, name: str) -> list[str]:
    if row.error is not None:
        return [f"{name}: {row.error}"]
    shares = [row.found.get(place, 0) for place in ("passage", "heading", "accounted")]
    worst = f"{row.worst_page}: {row.worst_share:.0%}" if row.worst_page else ""
    return [
        name,
        str(row.pages),
        str(row.recognised or ""),
        str(row.words),
        *(_percent(share, row.words) for share in (*shares, sum(shares))),
        worst,
        *(str(row.counts.get(kind, 0)) for kind in ("foreign", "joined", "split")),
        f"{row.pages / row.seconds:.1f}" if row.seconds else "",
        f"{row.seconds / row.pdftotext_seconds:.1f}" if row.pdftotext_seconds else "",
        f"{row.peak_mb:.0f}",
    ]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else ""


if __name__ == "__main__":
    main()
