"""What the server tells of itself: a line an event, as text or as JSON, on standard error.

No line holds a question. A traceback has the lines of code, but what an exception says only where
Belägg or the operating system says it: others may quote what they were given.
"""

import logging
from collections.abc import Iterator
from contextvars import ContextVar
from logging.config import dictConfig
from traceback import format_tb
from types import TracebackType
from typing import Literal

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from ingest.errors import BelaggError

LogFormat = Literal["text", "json"]

# Of the request in hand, so that all that is told of it can be found together.
request_id: ContextVar[str] = ContextVar("request_id", default="")

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up_logs(log_format: LogFormat) -> None:
    """For this process, and for all libraries in it."""
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "text": {"()": _Text, "format": "%(asctime)s %(levelname)s %(message)s%(of)s"},
                "json": {
                    "()": _Json,
                    "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
                    "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                    "json_ensure_ascii": False,
                    "reserved_attrs": [*RESERVED_ATTRS, "of"],
                },
            },
            "filters": {"once": {"()": _Once}, "request": {"()": _OfRequest}},
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "formatter": log_format,
                    "filters": ["once", "request"],
                }
            },
            "root": {"level": "WARNING", "handlers": ["stderr"]},
            "loggers": {"belagg": {"level": "INFO"}},
        }
    )


class _Discreet(logging.Formatter):
    def formatException(self, ei: _ExcInfo) -> str:
        return "".join(_told(ei[1])) if ei[1] else ""


class _Text(_Discreet):
    pass


class _Json(JsonFormatter, _Discreet):  # type: ignore[misc]
    pass


class BrokenOff(Exception):
    """Raised to the web server alone: an answer that had begun can only be broken off."""


class _Once(logging.Filter):
    """The application has told of why it broke off an answer, before uvicorn does."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], BrokenOff))


class _OfRequest(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        name = request_id.get()
        record.of = f" [{name}]" if name else ""
        if name:
            record.request_id = name
        return True


def _told(error: BaseException) -> Iterator[str]:
    """The error after what led to it, the innermost first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
    yield from format_tb(error.__traceback__)
    said = f": {error}" if isinstance(error, BelaggError | OSError) else ""
    yield f"{type(error).__name__}{said}\n"
