"""`ServiceContainer`: everything a command needs, each made when first asked for, so that light commands stay light."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from fbm.app.wiring.places import home_directory, registry_place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from returns.result import Result

    from fbm.adapters.bundles.folders import PlainFolder
    from fbm.adapters.bundles.zip_files import ZipBundle, ZipBundleWriter
    from fbm.adapters.clock import SystemClock
    from fbm.adapters.downloads.http import HttpFetcher
    from fbm.adapters.leagues import TomlLeagues
    from fbm.adapters.manifests.pins import PinFiles
    from fbm.adapters.progress import TerminalProgress
    from fbm.adapters.reports.files import ReportFiles
    from fbm.adapters.reports.registry_pages import RegistryPages
    from fbm.adapters.runs import RunFolder
    from fbm.adapters.sheets import SheetFiles
    from fbm.adapters.sources.foreign import ForeignFile
    from fbm.adapters.sources.id_files import IdFiles
    from fbm.adapters.sources.lahman import LahmanFiles
    from fbm.adapters.sources.majors import MajorFiles
    from fbm.adapters.sources.minors import MinorFiles
    from fbm.adapters.sources.pitch_files import MakersPitchFiles
    from fbm.adapters.sources.pitch_tables import ParquetPitchTables
    from fbm.adapters.sources.play_files import EventPlayFiles
    from fbm.adapters.sources.roster_files import CsvRoster
    from fbm.adapters.sources.season_tables import ParquetSeasonTables
    from fbm.adapters.sources.tracking_files import TrackingFiles
    from fbm.adapters.surroundings import InstalledEnvironment
    from fbm.adapters.web.server import LocalServer
    from fbm.app.migrating import Migrator
    from fbm.app.pitch_library import PitchLibrary
    from fbm.app.pitch_simulation import SimulatedHome
    from fbm.app.pitches import PitchHome
    from fbm.app.registry.facade import ModelRegistry
    from fbm.domain.ports.executor import Executor
    from fbm.domain.ports.progress import Progress
    from fbm.domain.ports.training import Trainer, TrainerError, TrainerSettings
    from fbm.domain.projection.batch import Playing


class ServiceContainer:
    """Adapters chosen for one home and one registry.

    Parameters
    ----------
    home : str, optional
        Directory of data and models; left out: ``FBM_HOME``, else ``~/.fbm``.
    registry : str, optional
        Path or URL of the registry; left out: ``FBM_REGISTRY``, else ``registry`` in the home.
    """

    def __init__(self, home: str | None = None, registry: str | None = None) -> None:
        self._home = home
        self._registry = registry

    @property
    def home(self) -> Path:
        """Directory of data and models."""
        return home_directory(self._home)

    @cached_property
    def model_registry(self) -> ModelRegistry:
        """The model registry."""
        from fbm.app.wiring.registry import create_model_registry

        return create_model_registry(registry_place(self._registry, self._home), self._home)

    @cached_property
    def season_tables(self) -> ParquetSeasonTables:
        """The season tables."""
        from fbm.adapters.sources.season_tables import ParquetSeasonTables

        return ParquetSeasonTables(self.home / "data")

    @cached_property
    def pitch_tables(self) -> ParquetPitchTables:
        """The pitch tables."""
        from fbm.adapters.sources.pitch_tables import ParquetPitchTables

        return ParquetPitchTables(self.home / "data" / "pitches")

    @cached_property
    def pitch_home(self) -> PitchHome:
        """The pitch tables with what is prepared of them."""
        from fbm.adapters.sources.prepared import PreparedFolders
        from fbm.app.pitches import PitchHome

        return PitchHome(self.pitch_tables, PreparedFolders(self.home / "cache" / "contextual"))

    def pitch_library(self, progress: Progress) -> PitchLibrary:
        """Open the pitches for pipelines."""
        from fbm.app.pitch_library import PitchLibrary

        return PitchLibrary(self.pitch_home, self.season_tables, progress)

    def checkpoints(self, run: str) -> RunFolder:
        """Open the folder of a training run."""
        from fbm.adapters.runs import RunFolder

        return RunFolder(self.home / "runs" / run)

    @property
    def simulated_home(self) -> SimulatedHome:
        """Where a simulated league is kept."""
        from fbm.app.pitch_simulation import SimulatedHome

        return SimulatedHome(self.season_tables, self.pitch_tables)

    @cached_property
    def clock(self) -> SystemClock:
        """The machine's clock."""
        from fbm.adapters.clock import SystemClock

        return SystemClock()

    @cached_property
    def environment(self) -> InstalledEnvironment:
        """Versions of what is installed."""
        from fbm.adapters.surroundings import InstalledEnvironment

        return InstalledEnvironment()

    def lahman_files(self, directory: Path) -> LahmanFiles:
        """Open Lahman's CSV files in a directory."""
        from fbm.adapters.sources.lahman import LahmanFiles

        return LahmanFiles(directory)

    def fetcher(self, *, polite: bool) -> HttpFetcher:
        """Give what fetches files from the makers of data into the cache; the politeness is a pause between two."""
        from fbm.adapters.downloads.http import PAUSE_S, HttpFetcher, Patience

        return HttpFetcher(self.home / "cache" / "downloads", Patience(pause_s=PAUSE_S if polite else 0.0))

    def major_files(self, paths: Sequence[Path]) -> MajorFiles:
        """Open saved answers that make major-league seasons."""
        from fbm.adapters.sources.majors import MajorFiles

        return MajorFiles(paths)

    def minor_files(self, paths: Sequence[Path]) -> MinorFiles:
        """Open files with minor-league seasons."""
        from fbm.adapters.sources.folders import RESPONSES, TABLES, files_of
        from fbm.adapters.sources.minors import MinorFiles

        return MinorFiles(files_of(paths, (*TABLES, *RESPONSES)))

    def tracking_files(self, paths: Sequence[Path], maker: str) -> TrackingFiles:
        """Open files with tracking figures of a maker: ``fangraphs`` or ``savant``."""
        from fbm.adapters.sources.folders import TABLES, files_of
        from fbm.adapters.sources.tracking_files import FANGRAPHS, SAVANT, TrackingFiles

        return TrackingFiles(files_of(paths, TABLES), FANGRAPHS if maker == "fangraphs" else SAVANT)

    def id_files(self, paths: Sequence[Path]) -> IdFiles:
        """Open files with players' ids."""
        from fbm.adapters.sources.folders import TABLES, files_of
        from fbm.adapters.sources.id_files import IdFiles

        return IdFiles(files_of(paths, TABLES))

    def foreign_file(self, path: Path, season: int | None = None) -> ForeignFile:
        """Open a file with projections of others; without a season, the file itself says which."""
        from fbm.adapters.sources.foreign import ForeignFile

        return ForeignFile(path, season)

    def pitch_paths(self, paths: Sequence[Path]) -> Sequence[Path]:
        """Put the files of a directory in its place, those that may hold pitches or plays."""
        from fbm.adapters.sources.folders import COLUMNS, TABLES, files_of

        return files_of(paths, (*TABLES, *COLUMNS))

    def pitch_files(self, source: str, paths: Sequence[Path]) -> MakersPitchFiles:
        """Open a maker's files with pitches."""
        from fbm.adapters.sources.pitch_files import MakersPitchFiles, layout_of

        return MakersPitchFiles(paths, layout_of(source))

    def roster_file(self, path: Path) -> CsvRoster:
        """Open a roster."""
        from fbm.adapters.sources.roster_files import CsvRoster

        return CsvRoster(path)

    def play_files(self, paths: Sequence[Path]) -> EventPlayFiles:
        """Open files with plays."""
        from fbm.adapters.sources.play_files import EventPlayFiles

        return EventPlayFiles(paths)

    def holds_plays(self, path: Path) -> bool:
        """Tell whether a file holds plays."""
        from fbm.adapters.sources.play_files import holds_plays

        return holds_plays(path)

    def bundle(self, path: Path) -> ZipBundle:
        """Open a bundle to take in."""
        from fbm.adapters.bundles.zip_files import ZipBundle

        return ZipBundle(path)

    def bundle_writer(self, path: Path) -> ZipBundleWriter:
        """Open the writer of a bundle."""
        from fbm.adapters.bundles.zip_files import ZipBundleWriter

        return ZipBundleWriter(path)

    def migrator(self, root: Path) -> Migrator:
        """Open what takes models over from a directory of the earlier system."""
        from fbm.app.wiring.legacy import create_migrator

        return create_migrator(self.model_registry, root)

    def plain_folder(self, folder: Path) -> PlainFolder:
        """Open a folder for plain files."""
        from fbm.adapters.bundles.folders import PlainFolder

        return PlainFolder(folder)

    @property
    def sheet_files(self) -> SheetFiles:
        """The writer of projection sheets."""
        from fbm.adapters.sheets import SheetFiles

        return SheetFiles()

    @property
    def report_files(self) -> ReportFiles:
        """The writer of judgements."""
        from fbm.adapters.reports.files import ReportFiles

        return ReportFiles()

    @property
    def registry_pages(self) -> RegistryPages:
        """The maker of pages on the registry."""
        from fbm.adapters.reports.registry_pages import RegistryPages

        return RegistryPages()

    @property
    def web_server(self) -> LocalServer:
        """The server for browsers on this machine."""
        from fbm.adapters.web.server import LocalServer

        return LocalServer()

    @property
    def leagues(self) -> TomlLeagues:
        """The reader of league files."""
        from fbm.adapters.leagues import TomlLeagues

        return TomlLeagues()

    @property
    def pin_files(self) -> PinFiles:
        """The reader and writer of pins."""
        from fbm.adapters.manifests.pins import PinFiles

        return PinFiles()

    def trainers(
        self, model_type: str, settings: TrainerSettings | None = None
    ) -> Result[Mapping[Playing, Trainer], TrainerError]:
        """Give the trainers of a kind of model by player type, set as asked.

        Returns
        -------
        Result of mapping of player type to Trainer
            `NoTrainer` for a kind that cannot be trained here, `UselessSetting`, `BadEpochs` or `NoDevice`.
        """
        from fbm.app.wiring.trainers import make_trainers

        return make_trainers(model_type, settings)

    def executor(self, backend: str, scheduler: str | None = None, jobs: int = -1) -> Executor:
        """Choose where tasks run: ``local`` on the cores of this machine, ``dask`` on the cluster of a scheduler."""
        if backend == "dask":
            from fbm.adapters.parallel.cluster import DaskExecutor

            return DaskExecutor(scheduler or "")
        from fbm.adapters.parallel.cores import LocalExecutor

        return LocalExecutor(jobs)

    def one_thread(self) -> AbstractContextManager[None]:
        """Keep sums to one thread within a block."""
        from fbm.adapters.parallel.threads import one_thread

        return one_thread()

    def progress(self) -> TerminalProgress:
        """Open a progress bar, shown on a terminal only."""
        from fbm.adapters.progress import TerminalProgress

        return TerminalProgress()
