"""Bodies of answers, piece by piece as they come."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

import urllib3
from urllib3.exceptions import DecodeError, ProtocolError

CHUNK: Final = 1 << 16
GZIP: Final = 31
"""zlib's word for gzip with its header and its checksum at the end."""


def pieces(answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    """Give the content of an answer, unpacked where it came packed.

    The unpacking is done here as the library's does not mind a gzip stream without an end.

    Raises
    ------
    ProtocolError
        For a body or a gzip stream that was cut off.
    DecodeError
        For what is no gzip although it says so.
    """
    packed = answer.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip")
    return _unpacked(_raw(answer)) if packed else _raw(answer)


def _raw(answer: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    # `read1` returns with what there is: whoever counts the seconds hears of a trickle too.
    while piece := answer.read1(CHUNK, decode_content=False):
        yield piece


def _unpacked(packed: Iterator[bytes]) -> Iterator[bytes]:
    stream = zlib.decompressobj(GZIP)
    try:
        for piece in packed:
            rest = piece
            while rest:
                if stream.eof:  # one gzip stream after another is one content
                    stream = zlib.decompressobj(GZIP)
                yield stream.decompress(rest, CHUNK)
                rest = stream.unconsumed_tail or stream.unused_data
    except zlib.error as error:
        raise DecodeError(str(error)) from error
    if not stream.eof:
        raise ProtocolError("gzip stream without an end")
