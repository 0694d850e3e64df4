"""Plots as SVG: light files whose text is text."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from tests.bench.speed.figures import Part, Plot, Shape

# Okabe and Ito's colours: told apart also by those who see colours otherwise.
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "belagg",
    "font.family": ["sans-serif"],
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.axisbelow": True,
}
_WIDTH = 0.8


def write_plots(parts: Sequence[Part], folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with mpl.rc_context(_STYLE):
        for part in parts:
            for plot in part.plots:
                path = folder / f"{plot.name}.svg"
                _canvas(plot).savefig(path, metadata={"Date": None, "Title": plot.title})
                written.append(path)
    return written


def _canvas(plot: Plot) -> Canvas:
    lying = plot.shape is Shape.BARS and len(plot.series) == 1
    canvas = Canvas(figsize=(7.2, 3.6), layout="constrained")
    axes = canvas.subplots()
    draw = _draw_lying if lying else _draw_bars if plot.shape is Shape.BARS else _draw_lines
    draw(axes, plot)
    axes.set_title(plot.title)
    axes.grid(axis="x" if lying else "y", color="#dddddd")
    if len(plot.series) > 1 or plot.limit:
        axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return canvas


def _draw_lying(axes: Axes, plot: Plot) -> None:
    (series,) = plot.series
    names = [str(name) for name in series.x]
    bars = axes.barh(names, series.y, color=_COLOURS[0], height=0.65)
    axes.bar_label(bars, labels=[_told(value) for value in series.y], padding=4)
    axes.invert_yaxis()
    axes.set_xlabel(plot.y)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _told(value)))
    axes.tick_params(axis="y", length=0)


def _draw_bars(axes: Axes, plot: Plot) -> None:
    places = np.arange(len(plot.series[0].x))
    width = _WIDTH / len(plot.series)
    for number, series in enumerate(plot.series):
        left = places + (number - (len(plot.series) - 1) / 2) * width
        bars = axes.bar(left, series.y, width * 0.92, label=series.name, color=_COLOURS[number])
        axes.bar_label(bars, labels=[_told(value) for value in series.y], padding=2, fontsize=9)
    axes.set_xticks(places, [str(name) for name in plot.series[0].x])
    axes.tick_params(axis="x", length=0)
    _finish(axes, plot)


def _draw_lines(axes: Axes, plot: Plot) -> None:
    for number, series in enumerate(plot.series):
        x = [float(value) for value in series.x]
        axes.plot(x, series.y, marker="o", label=series.name, color=_COLOURS[number])
    axes.set_xscale("log")
    if plot.logarithmic:
        axes.set_yscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _told(value)))
    axes.minorticks_off()
    axes.set_xlabel(plot.x)
    _finish(axes, plot)


def _finish(axes: Axes, plot: Plot) -> None:
    axes.set_ylabel(plot.y)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _told(value)))
    if not plot.logarithmic:
        axes.set_ylim(bottom=plot.bottom)
    if plot.limit:
        name, value = plot.limit
        axes.axhline(value, color="#555555", linestyle="--", linewidth=1, label=name)


def _told(value: float) -> str:
    """As Swedish writes it: a comma, and thousands apart."""
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 1 else 2
    return f"{value:,.{digits}f}".replace(",", "\u00a0").replace(".", ",")
