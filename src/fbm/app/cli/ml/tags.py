"""Tags as they are typed."""

from __future__ import annotations

from returns.result import Failure, Result, Success

from fbm.app.cli.output import MEANINGLESS, Complaint


def parse_tags(pairs: tuple[str, ...]) -> Result[dict[str, str], Complaint]:
    """Read ``KEY=VALUE`` pairs; a complaint for anything else."""
    split = [pair.partition("=") for pair in pairs]
    if not all(key and sign for key, sign, _ in split):
        return Failure(Complaint("--tag takes KEY=VALUE, such as --tag study=parks.", MEANINGLESS))
    return Success({key: value for key, _, value in split})
