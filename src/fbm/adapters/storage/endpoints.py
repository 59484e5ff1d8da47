"""Endpoints that the environment names, looked at before the library sees them: over what it cannot read it panics."""

from __future__ import annotations

import os
import re
from ipaddress import IPv4Address
from typing import Final
from urllib.parse import urlsplit

_VARIABLES: Final = {
    "s3": ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"),
    "gs": ("GOOGLE_BASE_URL",),
    "az": ("AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT"),
}
_PLAIN: Final = re.compile(r"[!$&-;=@-\[\]_a-z~]+", re.ASCII)
_HOST: Final = re.compile(r"[a-z0-9._:-]+", re.ASCII)
_NUMBERS: Final = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?", re.ASCII)


def has_plain_endpoint(scheme: str) -> bool:
    """Tell whether the environment names an endpoint without encryption; its address is permission enough.

    Raises
    ------
    ValueError
        When it names one that is no address; says which variable, not what it holds.
    """
    plain = False
    for variable in _VARIABLES[scheme]:
        value = os.environ.get(variable)
        if value is None:
            continue
        if not _is_address(value):
            raise ValueError(f"{variable} is no address such as https://host")
        plain = plain or value.lower().startswith("http://")
    return plain


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
        if _NUMBERS.fullmatch(host):
            IPv4Address(host)
    except ValueError:
        return False
    readable = _PLAIN.fullmatch(value) and _HOST.fullmatch(host) and port != 0
    return bool(readable) and parts.scheme in ("http", "https")
