"""The process that parses: it reads a path a line on its input and answers each with a frame.

Started by ingest.worker_process as `python -m ingest.worker MEGABYTES FILE_MEGABYTES`. It knows the
parser and nothing of models or indexes, and it ends with its parent.
"""

import json
import logging
import os
import signal
import struct
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from pydantic import ConfigDict, TypeAdapter

from ingest.confinement import confine
from ingest.errors import UnreadableFileError
from ingest.limits import MOST_ANSWERED_MEGABYTES
from ingest.parsing import ParsedFile, parse_pdf
from ingest.process_limits import end_with_parent, limit_memory
from ingest.wordlist import load_lists

FRAME = struct.Struct(">?IQ")
"""Before each answer: whether the worker is worn out and ends now, seconds that it asks for more
(then no answer follows yet), and the answer's length. Before the first file a byte comes instead:
whether the worker is confined."""

# Recognition takes a quarter of a minute a page where nothing else runs.
SECONDS_A_RECOGNISED_PAGE = 120

_FILES = 50


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file has no content, in Swedish."""

    found: str


# JSON and not pickle: what a hostile file could make the worker say must be data, never code.
ANSWER: TypeAdapter[ParsedFile | Unread] = TypeAdapter(
    ParsedFile | Unread, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
)


def main(megabytes: int, file_megabytes: int) -> None:
    # What a library prints must not get in among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    end_with_parent(signal.SIGKILL)
    # They may be kept outside its folder the first time.
    load_lists()
    confined = confine(Path(tempfile.gettempdir()))
    paths: SimpleQueue[Path] = SimpleQueue()
    threading.Thread(target=_receive, args=(paths,), daemon=True).start()
    limit_memory(megabytes)
    _send(answers, FRAME.pack(False, 0, 1) + bytes([confined]))
    _answer(paths, answers, megabytes, file_megabytes)


def _answer(
    paths: SimpleQueue[Path], answers: BinaryIO, megabytes: int, file_megabytes: int
) -> None:
    def announce(pages: int) -> None:
        # Killed now, it would leave the programs that recognise: `_receive` ends them with it.
        end_with_parent(0)
        _send(answers, FRAME.pack(False, SECONDS_A_RECOGNISED_PAGE * pages, 0))

    worn = False
    for number in range(_FILES):
        try:
            answer = ANSWER.dump_json(_read(paths.get(), announce, file_megabytes))
            if len(answer) > MOST_ANSWERED_MEGABYTES * 2**20:
                found = f"det som lästes ur filen är större än {MOST_ANSWERED_MEGABYTES} MB"
                answer = ANSWER.dump_json(Unread(found))
        except MemoryError:
            answer = ANSWER.dump_json(Unread(f"filen behövde mer än {megabytes} MB minne"))
            worn = True
        finally:
            end_with_parent(signal.SIGKILL)
        # A quarter is what a file may find taken by those before it.
        worn = worn or number == _FILES - 1 or _resident() > megabytes * 2**20 // 4
        _send(answers, FRAME.pack(worn, 0, len(answer)) + answer)
        if worn:
            return


def _send(answers: BinaryIO, data: bytes) -> None:
    answers.write(data)
    answers.flush()


def _read(path: Path, announce: Callable[[int], None], file_megabytes: int) -> ParsedFile | Unread:
    try:
        return parse_pdf(path, announce, file_megabytes)
    except UnreadableFileError as error:
        return Unread(error.found)
    except MemoryError:
        raise
    except Exception as error:
        # A fault of ours or of the library: one file is lost and not the batch, and it is said.
        logging.getLogger(__name__).exception("%r", path)
        return Unread(f"läsaren stötte på ett okänt fel ({type(error).__name__}: {error})")


def _receive(paths: SimpleQueue[Path]) -> None:
    """Ends the process when the parent closes the pipe or is gone, whatever is being read."""
    for line in sys.stdin.buffer:
        paths.put(Path(json.loads(line)))
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _resident() -> int:
    """Bytes of memory in use now; 0 where the system doesn't say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), int(sys.argv[2]))
    except BrokenPipeError:
        # Killed before its worker could ask to end with it.
        os._exit(0)
