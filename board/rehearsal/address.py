"""Where a camp is: taken apart from the address that an operator gives."""

import ssl
from urllib.parse import urlencode, urlsplit

from msgspec import Struct
from websockets.uri import WebSocketURI

from board.camp.errors import Invalid


class CampAddress(Struct, frozen=True, kw_only=True):
    """A camp's place on the network."""

    host: str
    port: int
    secure: bool
    camp: str

    @property
    def live(self) -> str:
        """The path of the camp's sockets."""
        return f"/c/{self.camp}/live"

    @property
    def api(self) -> str:
        """The path under which the camp's API is."""
        return f"/api/camps/{self.camp}"

    @property
    def tls(self) -> ssl.SSLContext | None:
        """How to encrypt, None where it isn't."""
        return ssl.create_default_context() if self.secure else None

    def socket(self, since: int, epoch: str, token: str) -> WebSocketURI:
        """What a phone that shows entry `since` of the log `epoch` opens."""
        place = {"audience": "phone", "since": since, "epoch": epoch}
        query = urlencode({**place, "token": token} if token else place)
        return WebSocketURI(self.secure, self.host, self.port, self.live, query, None, None)


def parse(url: str) -> CampAddress:
    """The camp at `http://host:port/c/CODE` (what the QR code says); Invalid if it is none."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port
    except ValueError as error:
        raise Invalid(f"{url} can't be used as an address: {error}.") from error
    path = parts.path.strip("/").split("/")
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or path[0] != "c"
        or len(path) < 2
    ):
        raise Invalid(f"{url} is no camp's address. Write it as http://localhost:8000/c/CODE.")
    secure = parts.scheme == "https"
    return CampAddress(
        host=parts.hostname,
        port=port or (443 if secure else 80),
        secure=secure,
        camp=path[1].lower(),
    )
