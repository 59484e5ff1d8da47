"""`fbm data download`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal

from cyclopts import Parameter
from returns.result import Failure

from fbm.app.cli.failures.downloads import about_download
from fbm.app.cli.minors_data import import_ids, import_minors
from fbm.app.cli.options import InContext, JsonOption, Years
from fbm.app.cli.output import MEANINGLESS, Complaint, refuse, say, write, write_json
from fbm.app.cli.pitch_data import import_statcast
from fbm.app.downloading import download as fetch_all
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.downloads import SOURCES, mirrored

MIRROR: Final = "FBM_DOWNLOAD_URL"
Source = Literal["minors", "statcast", "register", "retrosheet"]
RefreshOption = Annotated[bool, Parameter(negative=(), help="Fetch again what is there already.")]
FromOption = Annotated[str | None, Parameter(name="--from", help=f"Scheme and host of a mirror ({MIRROR}).")]
TextOfFiles = tuple[Path, ...]


def download(
    source: Source,
    seasons: Years = (),
    /,
    *,
    refresh: RefreshOption = False,
    mirror: FromOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Fetch files from the makers of data and import them; what was fetched is kept, so that it can go on after a stop.

    Parameters
    ----------
    source
        minors (MLB's Stats API), statcast (Baseball Savant), register (ids of the Chadwick Bureau) or retrosheet.
    seasons
        Seasons, such as 2015-2022; the register has none.
    """
    base = mirror or os.environ.get(MIRROR)
    if base is not None and not base.startswith(("http://", "https://")):
        return refuse(Complaint(f"--from {base} is no address: it begins with http:// or https://.", MEANINGLESS))
    if not seasons and source != "register":
        return refuse(Complaint(f"Which seasons of {source}? Name some, such as 2021-2022.", MEANINGLESS))
    services = ServiceContainer(context.home, context.registry)
    files = [mirrored(wanted, base) for wanted in SOURCES[source](seasons)]
    with services.progress() as progress:
        fetched = fetch_all(files, services.fetcher(polite=base is None), progress, refresh=refresh)
    if isinstance(fetched, Failure):
        return refuse(about_download(fetched.failure()))
    paths = tuple(Path(path) for path in fetched.unwrap())
    say(f"{len(paths)} files are in {paths[0].parent}.")
    if source == "retrosheet":
        return _kept(paths, as_json=json)
    return _IMPORTS[source](_with_rows(paths), json, context)


def _with_rows(paths: TextOfFiles) -> TextOfFiles:
    """Leave out tables of nothing but a header: days without a game."""
    return tuple(path for path in paths if path.suffix != ".csv" or _lines(path) > 1)


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _, _ in zip(range(2), file, strict=False))


def _kept(paths: TextOfFiles, *, as_json: bool) -> int:
    if as_json:
        write_json({"files": [str(path) for path in paths]})
        return 0
    write("\n".join(str(path) for path in paths))
    say("Chadwick's cwevent makes tables of them; `fbm data import retrosheet FILE…` reads those.")
    return 0


_IMPORTS: Final[Mapping[str, Callable[[TextOfFiles, bool, InContext], int]]] = MappingProxyType(
    {
        "minors": lambda paths, json, context: import_minors(paths, json=json, context=context),
        "statcast": lambda paths, json, context: import_statcast(paths, json=json, context=context),
        "register": lambda paths, json, context: import_ids(paths, json=json, context=context),
    }
)
