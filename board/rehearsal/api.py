"""The few calls a phone makes over HTTP: joining, and looking its ballot up at the end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TypeVar

import msgspec
from msgspec import Struct

from board.camp.errors import BoardError, Invalid, Unavailable
from board.rehearsal.address import CampAddress

AT_ONCE = 16
PATIENCE = 20.0  # seconds for an answer

_T = TypeVar("_T")


class Answered(BoardError):
    """The board's refusal of a call: its status and what its problem details say."""

    def __init__(self, code: int, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Api:
    """One camp's API, at most `AT_ONCE` calls at a time."""

    def __init__(self, address: CampAddress) -> None:
        self.address = address
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="api")

    async def get(self, path: str, answer: type[_T], token: str = "") -> _T:
        """What is at `path` under the camp's API."""
        return await self._call("GET", path, token, None, answer)

    async def post(self, path: str, body: object, answer: type[_T], token: str = "") -> _T:
        """What comes back for `body`."""
        return await self._call("POST", path, token, msgspec.json.encode(body), answer)

    def close(self) -> None:
        """Let go of the threads; calls that have not begun are dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _call(
        self, method: str, path: str, token: str, body: bytes | None, answer: type[_T]
    ) -> _T:
        loop = asyncio.get_running_loop()
        content = await loop.run_in_executor(self._threads, self._fetch, method, path, token, body)
        try:
            return msgspec.json.decode(content, type=answer)
        except msgspec.MsgspecError as error:
            raise Invalid(f"{method} {path} answered what a phone can't read: {error}") from error

    def _fetch(self, method: str, path: str, token: str, body: bytes | None) -> bytes:
        headers = {"Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection = self._connection()
        try:
            connection.request(method, self.address.api + path, body, headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, HTTPException) as error:
            raise Unavailable(
                f"The board at {self.address.host}:{self.address.port} doesn't answer"
                f" ({type(error).__name__})."
            ) from error
        finally:
            connection.close()
        if response.status >= 400:
            raise Answered(response.status, _detail(content))
        return content

    def _connection(self) -> HTTPConnection:
        host, port, tls = self.address.host, self.address.port, self.address.tls
        if tls is None:
            return HTTPConnection(host, port, timeout=PATIENCE)
        return HTTPSConnection(host, port, timeout=PATIENCE, context=tls)


class _Problem(Struct):
    detail: str = ""


def _detail(content: bytes) -> str:
    try:
        return msgspec.json.decode(content, type=_Problem).detail
    except msgspec.MsgspecError:
        return content[:100].decode(errors="replace")
