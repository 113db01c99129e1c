"""Static files under an address that changes with them: kept for a year, and as small as they go.

A thousand phones fetch the same forty files within minutes, over one Wi-Fi. So scripts and style sheets
go without their comments (the plain files are under /static/), compressed once, with few headers.
"""

import gzip
import os
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

MOST = 8  # style sheets in one
KEPT = "public, max-age=31536000, immutable"
_AND = "\0"  # between the files of one answer: no path can hold it
_KINDS = {".js": "text/javascript", ".css": "text/css"}
_JS_COMMENTS = re.compile(r"^[ \t]*//[^\n]*\n|^[ \t]*\n", re.MULTILINE)
_CSS_COMMENTS = re.compile(r"/\*.*?\*/|^[ \t]+|^[ \t]*\n", re.MULTILINE | re.DOTALL)


class KeptFiles(StaticFiles):
    """The files of a folder, for browsers that never ask for one again."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Several style sheets in one, in this order: `css/base+button.css`."""
        folder, name = os.path.split(path)
        if "+" not in name or not name.endswith(".css"):
            return super().lookup_path(path)
        found = [
            super(KeptFiles, self).lookup_path(f"{folder}/{each}.css")
            for each in name.removesuffix(".css").split("+")[:MOST]
        ]
        stats = [stat for _, stat in found if stat is not None]
        if len(stats) < len(found):
            return "", None
        return _AND.join(path for path, _ in found), max(stats, key=lambda stat: stat.st_mtime_ns)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, to be kept for a year."""
        kind = _KINDS.get(Path(full_path).suffix)
        if kind is None:
            response = super().file_response(full_path, stat_result, scope, status_code)
            response.headers["Cache-Control"] = KEPT
            return response
        plain, small = _squeezed(str(full_path), stat_result.st_mtime_ns)
        headers = {"Cache-Control": KEPT, "Vary": "Accept-Encoding"}
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return Response(plain, status_code, headers, media_type=kind)
        return Response(
            small, status_code, {**headers, "Content-Encoding": "gzip"}, media_type=kind
        )


@lru_cache(maxsize=256)
def _squeezed(path: str, _changed: int) -> tuple[bytes, bytes]:
    """A script or a style sheet without comments, and the same compressed."""
    text = "".join(Path(each).read_text(encoding="utf-8") for each in path.split(_AND))
    text = (_JS_COMMENTS if path.endswith(".js") else _CSS_COMMENTS).sub("", text)
    return text.encode(), gzip.compress(text.encode(), 9, mtime=0)
