"""python -m tests.bench.personal_data --cases 20000 --seed 1"""

import argparse

from rich.console import Console
from rich.table import Table

from tests.bench.personal_data.cases import cases
from tests.bench.personal_data.measuring import Measured, measure

_MOST_SHOWN = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    measured = measure(cases(options.cases, options.seed))
    console = Console()
    console.print(_persons(measured), _others(measured))
    for heading, shown in (("Missade", measured.missed), ("Falska", measured.false)):
        console.print(f"{heading}: {len(shown)}")
        for case in shown[:_MOST_SHOWN]:
            console.print(f"  {case.way}: {case.text!r}", markup=False)
    console.print(
        f"Återfunna {measured.recall:.5f}, precision {measured.precision:.5f}, "
        f"rätt slag {measured.called / max(1, sum(measured.found[k] for k in _KINDS)):.5f}"
    )


_KINDS = ("personnummer", "samordningsnummer", "reservnummer")


def _persons(measured: Measured) -> Table:
    table = Table("Nummer", "Antal", "Funna", "Andel")
    for name, count in sorted(measured.there.items()):
        found = measured.found[name]
        table.add_row(name, str(count), str(found), f"{found / count:.4f}")
    return table


def _others(measured: Measured) -> Table:
    table = Table("Annat", "Antal", "Tagna för personnummer")
    for name, count in sorted(measured.others.items()):
        table.add_row(name, str(count), str(measured.taken[name]))
    return table


if __name__ == "__main__":
    main()
