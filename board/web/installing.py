"""What makes the board an app on a phone, over HTTPS: a manifest for each camp, and a service worker.

Neither is ever needed. The worker's script names the version of the static files it belongs to, so a new
version of the board is a new worker; see static/sw.js for what it keeps.
"""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from board import assets
from board.live import brand
from board.web import site

SHORT = 12  # characters that a home screen shows of a name, more or less


async def manifest(request: Request) -> Response:
    """A camp's web app manifest (https://www.w3.org/TR/appmanifest/)."""
    camp = (await site.desk_of(request)).camp
    home, static = f"/c/{camp.id}", assets.static_url()
    name = camp.settings.name
    content = {
        "id": home,
        "name": name,
        "short_name": name if len(name) <= SHORT else name[:SHORT].rsplit(" ", 1)[0],
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#f3ecdf",
        "theme_color": camp.settings.colour if brand.parse(camp.settings.colour) else "#f3ecdf",
        "icons": [
            {"src": f"{static}/icon.svg", "sizes": "any", "type": "image/svg+xml"},
            *_pictures(static, "icon", "any"),
            *_pictures(static, "icon-maskable", "maskable"),
        ],
    }
    return Response(
        msgspec.json.encode(content),
        media_type="application/manifest+json",
        headers={"Cache-Control": "no-cache"},
    )


async def worker(_: Request) -> Response:
    """The service worker of all camps, which knows its version."""
    version = assets.static_url().rpartition("/")[2]
    script = (assets.folder("static") / "sw.js").read_text(encoding="utf-8")
    return Response(
        f'const VERSION = "{version}";\n{script}',
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


routes: list[BaseRoute] = [
    Route("/sw.js", worker, methods=["GET"]),
    Route("/c/{camp}/app.webmanifest", manifest, methods=["GET"]),
]


def _pictures(static: str, name: str, purpose: str) -> list[dict[str, str]]:
    return [
        {
            "src": f"{static}/{name}-{size}.png",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
    ]
