"""Streams by hand, instruction by instruction."""

from __future__ import annotations

import io

import joblib

HEAD = b"\x80\x04"


def text(value: str) -> bytes:
    return b"\x8c" + bytes([len(value)]) + value.encode()


def name(module: str, attribute: str) -> bytes:
    return text(module) + text(attribute) + b"\x93"


def held(value: bytes, before: bytes = b"") -> bytes:
    """A stream of a mapping that holds something."""
    return HEAD + before + b"}" + text("x") + value + b"s."


def dumped(value: object) -> bytes:
    buffer = io.BytesIO()
    joblib.dump(value, buffer)
    return buffer.getvalue()
