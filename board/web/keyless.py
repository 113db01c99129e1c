"""Addresses as logs may have them: a link's key lets in whoever reads it, so it stands in no log."""

import logging
import re

KEYED = re.compile(r"^(?P<way>/o/[^/]+|/c/[^/]+/(?:i|devices|card|screen|kiosk/open))/")


def keyless(address: str) -> str:
    """An address without its key, and without what comes after `?`, which may hold one too."""
    path = address.partition("?")[0]
    keyed = KEYED.match(path)
    return f"{keyed['way']}/..." if keyed else path


def cut_addresses(record: logging.LogRecord) -> bool:
    """A filter for the loggers of a server that tells addresses: they are cut, everything is told."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            keyless(each) if isinstance(each, str) and each.startswith("/") else each
            for each in record.args
        )
    return True
