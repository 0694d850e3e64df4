"""`belagg serve`."""

from typing import Annotated

import typer
import uvicorn

from server.app import create_app
from server.console import OUT
from server.opening import open_service
from server.running_server import announced
from server.settings import load_settings
from server.terminal import IndexOption


def serve(
    index: IndexOption = None,
    host: Annotated[str, typer.Option(help="Adress att lyssna på.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port att lyssna på.")] = 8000,
) -> None:
    """Starta webbservern."""
    settings = load_settings(index=index)
    service = open_service(settings)
    # Whoever asks first shall not wait for the model and the word lists to load.
    service.search("Vem ansvarar för vad?", limit=1)
    OUT.print(f"Belägg svarar på http://{host}:{port} – avsluta med Ctrl+C.")
    with announced(settings, host, port):
        uvicorn.run(
            create_app(service, settings),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
        )
