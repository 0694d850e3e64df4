"""The process that draws pages: it reads a page a line on its input, as JSON, and answers each with
the length of its image and the image. No length is no image.

Started by server/drawing.py. It knows nothing of indexes and models, nor of settings and secrets,
writes nowhere, and ends when its input does.
"""

import json
import os
import struct
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pypdfium2 as pdfium

from ingest.confinement import confine
from ingest.process_limits import limit_memory
from server.page_image import page_image

LENGTH = struct.Struct(">Q")
_MEGABYTES = 1024


def main() -> None:
    # What a library prints must not get in among the images.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    confine(None)
    limit_memory(_MEGABYTES)
    asked: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_receive, args=(asked,), daemon=True).start()
    while True:
        image = _drawn(asked.get())
        answers.write(LENGTH.pack(len(image)) + image)
        answers.flush()


def _drawn(asked: dict[str, Any]) -> bytes:
    try:
        return page_image(Path(asked.pop("pdf")), **asked)
    except (MemoryError, OSError, pdfium.PdfiumError):
        return b""


def _receive(asked: SimpleQueue[dict[str, Any]]) -> None:
    """Also while a page is being drawn it is noticed that nobody asks any more."""
    for line in sys.stdin.buffer:
        asked.put(json.loads(line))
    os._exit(0)


if __name__ == "__main__":
    main()
