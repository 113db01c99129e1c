"""The JSON API under /api/, for programs: what it offers stands in `table`, and only there.

Routes and the OpenAPI document are made from that table, so that neither can say what the other
doesn't do.
"""

from board.web.api.routing import routes

__all__ = ["routes"]
