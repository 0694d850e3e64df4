"""Reading order: the flows of a page, from where its lines stand.

What stands side by side without being running text is a table, or is read line by line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.aligned import aligned_tables
from ingest.boxes import FactBox, boxes_of
from ingest.characters import Drawing
from ingest.columns import Piece as Piece
from ingest.columns import in_order
from ingest.lines import Line, joined, with_gaps
from ingest.margins import without_margin
from ingest.table import Table, rows_by_baseline

# A line of running text fills so much of the widest line; the usual one lies so far up.
_RUNNING = 0.5
_USUAL = 0.6
_FEW_LINES = 6


class Flow(StrEnum):
    """Which of the page's texts a region belongs to."""

    RUNNING = "running"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Region:
    """Pieces that are read one after the other."""

    flow: Flow
    pieces: tuple[Piece, ...]


def regions_of(
    lines: Sequence[Line], tables: Sequence[Table], drawings: Sequence[Drawing]
) -> list[Region]:
    """The running text of a page first, then its boxes and margin notes. `tables` are those
    that were drawn, `lines` what stands outside them."""
    upright = [line for line in lines if not line.turned]
    boxes = boxes_of(drawings, upright)
    boxed = {id(line) for box in boxes for line in box.all_lines}
    main, margin = without_margin([line for line in upright if id(line) not in boxed])
    regions = [Region(Flow.RUNNING, _read([*main, *tables]))]
    regions += [Region(Flow.BOX, _read_box(box)) for box in boxes]
    regions += [Region(Flow.BOX, _read(notes)) for notes in margin]
    regions += [Region(Flow.BOX, (line,)) for line in lines if line.turned]
    return [region for region in regions if region.pieces]


def _read_box(box: FactBox) -> tuple[Piece, ...]:
    title = [replace(line, y=box.box.top) for line in box.title]
    return (*(_read(title) if title else ()), *_read(box.lines))


def _read(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    ordered = in_order(pieces, _down)
    lines = iter(with_gaps(piece for piece in ordered if isinstance(piece, Line)))
    return tuple(piece if isinstance(piece, Table) else next(lines) for piece in ordered)


def _down(pieces: Sequence[Piece]) -> list[Piece]:
    """One column: tables where cells align, else lines across, from the top down."""
    given = [piece for piece in pieces if isinstance(piece, Table)]
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    # The wordings of a law hold no tables.
    found, rest = aligned_tables([line for line in lines if not line.wording])
    rest += [line for line in lines if line.wording]
    rows = _with_edges([joined(row) for row in rows_by_baseline(rest)])
    everything: list[Piece] = [*given, *found, *rows]
    return sorted(everything, key=lambda piece: -piece.box.top)


def _with_edges(lines: Sequence[Line]) -> list[Line]:
    """The lines of one column with its right edge: where lines of running text usually end,
    for notes and tables may be set wider."""
    widest = max((line.right - line.x for line in lines), default=0.0)
    running = sorted(line.right for line in lines if line.right - line.x > _RUNNING * widest)
    if not running:
        # Set backwards: each ends before it begins.
        return list(lines)
    if len(running) < _FEW_LINES:
        return [replace(line, edge=running[-1]) for line in lines]
    edge = running[int(_USUAL * len(running))]
    return [replace(line, edge=edge) for line in lines]
