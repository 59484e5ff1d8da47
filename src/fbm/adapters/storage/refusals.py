"""What an object store's refusals mean: each exception of the library as a kind and one short phrase.

The library's own texts run over many lines and hold addresses; nothing of them is passed on but a status and its code.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final, NamedTuple

DENIED: Final = "access was refused: check the credentials in the environment"
NO_CREDENTIALS: Final = "no credentials were found in the environment"
NO_BUCKET: Final = "no such bucket"
TIMED_OUT: Final = "timed out"
UNREACHABLE: Final = "it cannot be reached"

_STATUS: Final = re.compile(r"Server returned (?:non-2xx status code|error response): (\d{3})")
_CODE: Final = re.compile(r"<Code>\s*(\w{1,40})\s*</Code>")
_TROUBLE: Final = re.compile(r"HttpError \{\s*kind: (\w+)")
_METADATA: Final = re.compile(
    r"performing (?:GET|PUT) \S+/(?:latest/api/token|latest/meta-data/\S*|computeMetadata/v1/\S+|metadata/identity/\S+)"
)
"""Where a machine in a cloud asks for its own credentials, which is tried when there are no others."""
_NO_BUCKET_CODES: Final = frozenset({"NoSuchBucket", "ContainerNotFound", "FilesystemNotFound"})
_DENIED_CODES: Final = frozenset({"ExpiredToken", "InvalidToken", "TokenRefreshRequired", "AuthenticationFailed"})
_TROUBLES: Final = {
    "Connect": UNREACHABLE,
    "Timeout": TIMED_OUT,
    "Interrupted": "the connection was lost",
    "Request": "the connection was lost",
}


class Kind(Enum):
    """What may follow from a refusal."""

    MISSING = auto()
    TAKEN = auto()
    DOUBTFUL = auto()
    """The request may have been carried out all the same; another try may do better."""
    CLEAR = auto()
    """It was not carried out, and trying again would not help."""


class Refusal(NamedTuple):
    """Why a request came to nothing."""

    kind: Kind
    reason: str


def refusal(error: Exception) -> Refusal:
    """Read an exception of the library.

    Parameters
    ----------
    error : Exception
        One of the library's, or `FileNotFoundError`.
    """
    told, _, details = str(error).partition("\n\nDebug source")
    if _METADATA.search(told):
        return Refusal(Kind.CLEAR, NO_CREDENTIALS)
    status = _STATUS.search(told)
    if status is not None:
        return _answered(error, int(status[1]), _code(told[status.end() :]))
    trouble = _TROUBLE.search(details)
    if trouble is not None:
        return Refusal(Kind.DOUBTFUL, _TROUBLES.get(trouble[1], "its answer is none of an object store"))
    return _unanswered(error, told)


def _answered(error: Exception, status: int, code: str) -> Refusal:
    """Read a server's answer."""
    named = f"{status} {code}".strip()
    if status in (409, 412):
        return Refusal(Kind.TAKEN, f"others write it at the same time ({named})")
    if status == 404:
        missing = isinstance(error, FileNotFoundError) and code not in _NO_BUCKET_CODES
        return Refusal(Kind.MISSING, "it is not there") if missing else Refusal(Kind.CLEAR, NO_BUCKET)
    if code == "RequestTimeTooSkewed":
        return Refusal(Kind.CLEAR, "the clocks of this machine and of the server differ too much")
    if status in (401, 403) or code in _DENIED_CODES:
        return Refusal(Kind.CLEAR, DENIED)
    if status in (405, 501):
        return Refusal(Kind.CLEAR, f"the server cannot do this ({named})")
    if status in (408, 429) or status >= 500:
        return Refusal(Kind.DOUBTFUL, f"the server is busy or failing ({named})")
    return Refusal(Kind.CLEAR, f"the server refused it ({named})")


def _unanswered(error: Exception, told: str) -> Refusal:
    match type(error).__name__:
        case "AlreadyExistsError" | "PreconditionError":
            return Refusal(Kind.TAKEN, "it is there already")
        case "FileNotFoundError" | "NotFoundError":
            return Refusal(Kind.MISSING, "it is not there")
        case "InvalidPathError":
            return Refusal(Kind.CLEAR, "something stands there under a name that no key has")
        case _ if "redirect without LOCATION" in told:
            return Refusal(Kind.CLEAR, "the bucket is elsewhere: check the region in the environment")
        case _:
            return Refusal(Kind.DOUBTFUL, "its answer cannot be understood")


def _code(answer: str) -> str:
    found = _CODE.search(answer)
    return found[1] if found else ""
