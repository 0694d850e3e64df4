"""Commands whose modules are imported when they are called: an answer must not wait for the
imports of the web server, nor the list of commands for any.
"""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_HELP = "Visa den här hjälpen."


class Deferred(TyperCommand):
    """A function of a module, by the command's name; until it is called only its summary."""

    def __init__(self, name: str, module: str, summary: str) -> None:
        super().__init__(name, help=summary)
        self._module = module

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **more: Any) -> Any:
        function = getattr(import_module(self._module), str(self.name))
        alone = typer.Typer(add_completion=False)
        alone.command(self.name, cls=_SwedishCommand)(function)
        return typer.main.get_command(alone).make_context(info_name, args, *rest, **more)


class SwedishGroup(TyperGroup):
    def get_help_option(self, *of: Any) -> Any:
        return _in_swedish(super().get_help_option(*of))

    def format_help(self, *about: Any) -> None:
        _speak_swedish()
        super().format_help(*about)

    def make_context(self, *given: Any, **more: Any) -> Any:
        try:
            return super().make_context(*given, **more)
        except Exception:
            _speak_swedish()
            raise

    def invoke(self, *given: Any) -> Any:
        try:
            return super().invoke(*given)
        except Exception:
            _speak_swedish()
            raise


class _SwedishCommand(TyperCommand):
    def get_help_option(self, *of: Any) -> Any:
        return _in_swedish(super().get_help_option(*of))

    def format_help(self, *about: Any) -> None:
        _speak_swedish()
        super().format_help(*about)


def _in_swedish(option: Any) -> Any:
    if option is not None:
        option.help = _HELP
    return option


def _speak_swedish() -> None:
    """Typer speaks no Swedish of its own; these are the words that it lets one set."""
    # Imports rich, which only help and errors are shown with.
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "Argument"
    rich_utils.OPTIONS_PANEL_TITLE = "Val"
    rich_utils.COMMANDS_PANEL_TITLE = "Kommandon"
    rich_utils.ERRORS_PANEL_TITLE = "Fel"
    rich_utils.REQUIRED_LONG_STRING = "[krävs]"
    rich_utils.DEFAULT_STRING = "[förval: {}]"
