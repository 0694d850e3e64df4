"""The static files, which pages ask for by addresses that are new when the content is new."""

import os

from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

_FOREVER = "public, max-age=31536000, immutable"


class VersionedFiles(StaticFiles):
    """Kept by browsers where the address names the version; see templating.static_url."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        if scope["query_string"]:
            response.headers["Cache-Control"] = _FOREVER
        # The same tag is borne by each compression of the file.
        response.headers["ETag"] = f"W/{response.headers['ETag'].removeprefix('W/')}"
        return response
