"""Buckets by URL: which object store is meant, and how it is opened with what the environment says.

Credentials and endpoints stand in the environment only, never in a URL, and no failure repeats them.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from returns.result import Failure, Result, Success

from fbm.adapters.storage.endpoints import has_plain_endpoint
from fbm.adapters.storage.keys import objection

if TYPE_CHECKING:
    from obstore.store import AzureConfig, AzureStore, ClientConfig, GCSStore, RetryConfig, S3Store

    CloudStore = S3Store | GCSStore | AzureStore

SCHEMES: Final = ("s3", "gs", "az", "abfs", "abfss")
CONNECT_S: Final = 2.0
RETRIES: Final = 5
"""How often the library repeats a request that a server turned away or that got lost, waiting longer each time."""
RETRY_S: Final = 3.5
"""Seconds after which nothing is repeated any more."""

_BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}", re.ASCII)
_SECRETS: Final = "credentials and options belong in the environment, not in the URL"


class Bucket(NamedTuple):
    """A place in an object store.

    Attributes
    ----------
    scheme : str
        ``s3``, ``gs`` or ``az``.
    name : str
        Bucket or container.
    prefix : str
        Below which everything stands; may be empty.
    account : str
        Azure's storage account, where the URL names one.
    place : str
        The URL, for people.
    """

    scheme: str
    name: str
    prefix: str
    account: str
    place: str

    def open(self, patience_s: float) -> CloudStore:
        """Open the store; nothing is asked of it yet.

        Parameters
        ----------
        patience_s : float
            Seconds to wait for an answer.

        Raises
        ------
        ValueError
            When the environment names an endpoint that is no address.
        obstore.exceptions.BaseError
            When the environment does not say enough, or something the library does not understand.
        """
        from obstore import store

        client = _client(patience_s, insecure=has_plain_endpoint(self.scheme))
        retry: RetryConfig = {
            "max_retries": RETRIES,
            "retry_timeout": timedelta(seconds=RETRY_S),
            "backoff": {"max_backoff": timedelta(seconds=1)},
        }
        prefix = self.prefix or None
        if self.scheme == "s3":
            # Bulk deletion is not known to every compatible server.
            return store.S3Store(
                self.name, prefix=prefix, client_options=client, retry_config=retry, disable_bulk_delete=True
            )
        if self.scheme == "gs":
            return store.GCSStore(self.name, prefix=prefix, client_options=client, retry_config=retry)
        account: AzureConfig = {"account_name": self.account} if self.account else {}
        return store.AzureStore(self.name, prefix=prefix, config=account, client_options=client, retry_config=retry)


def parse_bucket(url: str) -> Result[Bucket, str]:
    """Read the URL of a bucket.

    Returns
    -------
    Result of Bucket
        Why it names none, else.

    Examples
    --------
    >>> parse_bucket("s3://models/team/registry/").unwrap().prefix
    'team/registry'
    """
    scheme, _, rest = url.partition("://")
    authority, _, path = rest.partition("/")
    prefix = path.rstrip("/")
    name, _, host = authority.partition("@") if scheme.startswith("abfs") else (authority, "", "")
    if "@" in host or ":" in authority or "@" in name or "?" in rest or "#" in rest:
        return Failure(_SECRETS)
    if not _BUCKET.fullmatch(name):
        return Failure(f"{scheme}:// is followed by the name of a bucket, then a slash and a prefix")
    if prefix and objection(prefix):
        return Failure(f"no prefix may be like that: {objection(prefix)}")
    family = "az" if scheme.startswith("abfs") else scheme
    return Success(Bucket(family, name, prefix, host.partition(".")[0], url))


def shown(url: str) -> str:
    """Give a URL as it may be shown: without user, password, query and what no screen should print.

    Examples
    --------
    >>> shown("s3://key:secret@models/registry?X-Amz-Signature=0123")
    's3://models/registry'
    """
    scheme, mark, rest = url.partition("://")
    rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    user, at, behind = rest.rpartition("@")
    container = scheme.startswith("abfs") and _BUCKET.fullmatch(user)
    if at and not container and (":" in user or "/" not in user):
        rest = behind
    return "".join(letter if letter.isprintable() else "?" for letter in f"{scheme}{mark}{rest}")


def _client(patience_s: float, *, insecure: bool) -> ClientConfig:
    # The time-out of a whole request would end long downloads: what counts is that bytes keep coming.
    return {
        "allow_http": insecure,
        "connect_timeout": timedelta(seconds=CONNECT_S),
        "read_timeout": timedelta(seconds=patience_s),
        "timeout": timedelta(hours=6),
    }
