"""`fbm data download`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from cyclopts import Parameter
from returns.result import Failure, Result

from fbm.app.cli.failures.majors import about_major_download, about_majors
from fbm.app.cli.majors_data import OverOption, import_majors
from fbm.app.cli.minors_data import import_ids, import_minors
from fbm.app.cli.options import InContext, JsonOption, Years
from fbm.app.cli.output import MEANINGLESS, Complaint, refuse, say, write, write_json
from fbm.app.cli.pitch_data import import_statcast
from fbm.app.cli.tracking_data import import_savant
from fbm.app.downloading import Stopped
from fbm.app.downloading import download as fetch_all
from fbm.app.majors_data import MajorDownloadError, download_majors, not_lahmans
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.downloads import FIRST_BOARD, FIRST_DAY, FIRST_MAJORS, SOURCES, mirrored
from fbm.domain.ports.downloads import Fetched, Wanted

MIRROR: Final = "FBM_DOWNLOAD_URL"
Source = Literal["majors", "minors", "statcast", "boards", "register", "retrosheet"]
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
    over_lahman: OverOption = False,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Fetch files from the makers of data and import them; what was fetched is kept, so that it can go on after a stop.

    Parameters
    ----------
    source
        majors (seasons after Lahman's) and minors (both MLB's Stats API), statcast (pitches of Baseball Savant), boards
        (its sprint speeds and sweet spots), register (ids of the Chadwick Bureau) or retrosheet.
    seasons
        Seasons, such as 2015-2022; the register has none.
    """
    base = mirror or os.environ.get(MIRROR)
    services = ServiceContainer(context.home, context.registry)
    today = services.clock.now().date()
    objection = _objection(source, seasons, base, today)
    if objection is not None:
        return refuse(Complaint(objection, MEANINGLESS))
    if source == "majors" and not over_lahman:
        free = not_lahmans(services.season_tables, seasons)
        if isinstance(free, Failure):
            return refuse(about_majors(free.failure()))
    files = [mirrored(wanted, base) for wanted in SOURCES[source](seasons, today)]
    fetched = _fetched(source, files, services, base, refresh=refresh)
    if isinstance(fetched, Failure):
        return refuse(about_major_download(fetched.failure()))
    count = len(fetched.unwrap())
    say(f"{count} {'file is' if count == 1 else 'files are'} in {Path(fetched.unwrap()[0].path).parent}.")
    if source == "retrosheet":
        return _kept(tuple(Path(one.path) for one in fetched.unwrap()), as_json=json)
    return _brought(fetched.unwrap(), lambda paths: _IMPORTS[source](paths, json, over_lahman, context))


def _fetched(
    source: Source, files: Sequence[Wanted], services: ServiceContainer, base: str | None, *, refresh: bool
) -> Result[tuple[Fetched, ...], MajorDownloadError]:
    fetcher = services.fetcher(polite=not _is_here(base))
    with services.progress() as progress:
        if source != "majors":
            return fetch_all(files, fetcher, progress, refresh=refresh).alt(_widen)
        return download_majors(
            files,
            fetcher,
            lambda fetched: services.major_files([Path(one.path) for one in fetched]),
            progress,
            mirror=lambda wanted: mirrored(wanted, base),
            refresh=refresh,
        )


def _widen(error: Stopped) -> MajorDownloadError:
    return error


def _brought(fetched: Sequence[Fetched], import_files: Callable[[TextOfFiles], int]) -> int:
    paths = tuple(Path(one.path) for one in fetched if one.rows)
    if not paths:
        return refuse(Complaint("None of them has a line: no table was changed. Has anything been played yet?"))
    code = import_files(paths)
    if code:
        say("The files stay where they are, and no table was changed; --refresh fetches them again.")
    return code


def _objection(source: Source, seasons: Sequence[int], base: str | None, today: date) -> str | None:
    if base is not None and not _is_address(base):
        return "--from takes scheme and host only, such as https://mirror.example, without a name or a password."
    if not seasons and source != "register":
        return f"Which seasons of {source}? Name some, such as 2021-2022."
    if source == "majors" and min(seasons) < FIRST_MAJORS:
        return f"Clubs of the majors are known from {FIRST_MAJORS} on: name later seasons than {min(seasons)}."
    if source == "boards" and min(seasons) < FIRST_BOARD:
        return f"Savant's boards begin with {FIRST_BOARD}: name later seasons than {min(seasons)}."
    ahead = [str(season) for season in seasons if date(season, *FIRST_DAY) > today]
    return f"Season {ahead[0]} has not begun: name earlier ones." if ahead else None


def _is_address(base: str) -> bool:
    try:
        parts = urlsplit(base)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _is_here(base: str | None) -> bool:
    """Tell whether a mirror is this machine, which needs no pauses."""
    return base is not None and urlsplit(base).hostname in ("127.0.0.1", "::1", "localhost")


def _kept(paths: TextOfFiles, *, as_json: bool) -> int:
    if as_json:
        write_json({"files": [str(path) for path in paths]})
        return 0
    write("\n".join(str(path) for path in paths))
    say("Chadwick's cwevent makes tables of them; `fbm data import retrosheet FILE…` reads those.")
    return 0


_IMPORTS: Final[Mapping[str, Callable[[TextOfFiles, bool, bool, InContext], int]]] = MappingProxyType(
    {
        "majors": lambda paths, json, over, context: import_majors(paths, over_lahman=over, json=json, context=context),
        "minors": lambda paths, json, _, context: import_minors(paths, json=json, context=context),
        "statcast": lambda paths, json, _, context: import_statcast(paths, json=json, context=context),
        "boards": lambda paths, json, _, context: import_savant(paths, json=json, context=context),
        "register": lambda paths, json, _, context: import_ids(paths, json=json, context=context),
    }
)
