"""How the bench of speed asks, makes collections, sums up and reports; no time is judged."""

import json
import shutil
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.bench.speed.__main__ import PARTS, measured, written
from tests.bench.speed.figures import Figure, Goal, Part, Plot, Series, Shape
from tests.bench.speed.plan import Plan
from tests.bench.speed.plotting import write_plots
from tests.bench.speed.questions import endless_questions
from tests.bench.speed.starting import imported_seconds
from tests.bench.speed.synthetic import Collection
from tests.bench.speed.telling import goals_table
from tests.sample import ROOT, SAMPLE

SLOW = Figure("sökning / inbäddning", "×", (2.9, 1.4, 1.6), goal=Goal(1.5))
RATE = Figure("takt vid 32 / 1", "×", (3.1,), goal=Goal(3, at_least=True))


@pytest.fixture(scope="module")
def collection(sample_index: Path) -> Collection:
    return Collection(sample_index)


def test_no_question_is_asked_twice() -> None:
    asked = list(islice(endless_questions(["Vem ansvarar?", "SKR gör vad?"]), 500))
    assert len(set(asked)) == len(asked)
    assert asked[:2] == ["Vem ansvarar?", "SKR gör vad?"]
    assert "Kan du säga SKR gör vad då?" in asked


def test_the_median_is_held_against_the_goal() -> None:
    table = goals_table([Part("serve", "Servern", (SLOW, RATE))])
    told = [list(column.cells) for column in table.columns]
    assert told[1] == ["1,60 ×", "3,10 ×"]
    assert told[2] == ["högst 1,50 ×", "minst 3,00 ×"]
    assert told[3] == ["[bold]nej[/bold]", "ja"]


def test_imports_are_summed_by_what_each_took_itself() -> None:
    trace = (
        "import time: self [us] | cumulative | imported package\n"
        "import time:      1500 |       1500 |   numpy.version\n"
        "import time:    500000 |     501500 | numpy\n"
    )
    assert imported_seconds(trace) == pytest.approx(0.5015)


def test_a_copy_has_other_words_in_the_same_places(collection: Collection) -> None:
    originals = collection.index.manifest.entries
    entries = list(collection.entries(2 * sum(entry.passages for entry in originals)))
    assert len({entry.id for entry in entries}) == 2 * len(originals)
    first, copy = (collection.source(entries[place])[0] for place in (0, len(originals)))
    assert [len(one.text) for one in copy.passages] == [len(one.text) for one in first.passages]
    assert [one.text for one in copy.passages] != [one.text for one in first.passages]
    assert {one.passage_id for one in copy.sentences} <= {one.id for one in copy.passages}


def test_a_copy_lies_as_near_as_neighbours_do_and_is_the_same_each_time(
    collection: Collection,
) -> None:
    originals = collection.index.manifest.entries
    entries = list(collection.entries(2 * sum(entry.passages for entry in originals)))
    real, copy = (collection.vectors(entries[place]) for place in (0, len(originals)))
    cosines = (real.sentences * copy.sentences).sum(axis=1)
    assert 0.5 < cosines.min() < cosines.max() < 0.9999
    assert (copy.sentences == collection.vectors(entries[len(originals)]).sentences).all()


def test_plots_are_light_and_their_text_is_text(tmp_path: Path) -> None:
    bars = Plot(
        "takt", "Takt", "", "per sekund", (Series("sökning", ("a", "b"), (1.5, 2.5)),), Shape.BARS
    )
    lines = Plot("tid", "Tid", "stycken", "ms", (Series("ask", (1e3, 1e5), (20, 40)),))
    for path in write_plots([Part("serve", "Servern", (), (bars, lines))], tmp_path):
        drawn = path.read_text(encoding="utf-8")
        assert ElementTree.fromstring(drawn).tag.endswith("svg")
        assert "</text>" in drawn
        assert len(drawn) < 40_000


def test_a_quick_run_reports_every_part(sample_index: Path, tmp_path: Path) -> None:
    pdfs = tmp_path / "pdf"
    pdfs.mkdir()
    for path in sorted(SAMPLE.glob("*.pdf"), key=lambda path: path.stat().st_size)[:2]:
        shutil.copy(path, pdfs)
    gold = ROOT / "tests" / "gold" / "exempel.jsonl"
    plan = Plan(pdfs, sample_index, gold, tmp_path / "arbete", 1, 4, 4, 300, quick=True)
    parts = measured(tuple(PARTS), plan, lambda _: None)
    report, *plots = written(parts, tmp_path / "rapport")
    told = json.loads(report.read_text(encoding="utf-8"))
    assert set(told["parts"]) == set(PARTS)
    for part in told["parts"].values():
        assert all(
            figure["low"] <= figure["median"] <= figure["high"] for figure in part["figures"]
        )
    errors = [
        one["median"] for one in told["parts"]["serve"]["figures"] if one["name"].endswith("fel")
    ]
    assert errors and not any(errors)
    assert plots
