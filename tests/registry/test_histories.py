"""Whatever is published, removed, freed, named, noted and handed over, the registry tells the same as a dictionary."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from returns.result import Failure, Success

from fbm.adapters.bundles.zip_files import ZipBundle, ZipBundleWriter
from fbm.adapters.indexes.files import IndexFile
from fbm.adapters.storage.filesystem import FilesystemStorage
from fbm.adapters.storage.memory import MemoryStorage
from fbm.domain.ports.storage import Storage
from fbm.domain.registry.errors import NotRemoved, Purged, Removed, VersionTaken
from tests.object_store import S3Server, objects_at
from tests.registry.opened import registry_over
from tests.registry.samples import draft

GB = "gb_residual"
BOTH = ("batter", "pitcher")

lines = st.sampled_from(["default", "other-line"])
player_types = st.sampled_from([None, *BOTH])
picks = st.integers(0, 10**6)


class Told(NamedTuple):
    """What the dictionary knows of a version."""

    seed: int
    live: frozenset[str]
    purged: frozenset[str] = frozenset()
    tags: tuple[tuple[str, str], ...] = ()


class Histories(RuleBasedStateMachine):
    """A registry beside what it should hold. Few seeds, so that versions share their bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.storage = self.open_storage()
        self.index = IndexFile(self.folder / "cache", "here")
        self.registry = registry_over(self.storage, self.index)
        self.told: dict[tuple[str, int], Told] = {}
        self.champions: dict[str, int] = {}

    def open_storage(self) -> Storage:
        return MemoryStorage()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def picked(self, pick: int) -> tuple[str, int]:
        return sorted(self.told)[pick % len(self.told)]

    @rule(line=lines, gap=st.sampled_from([None, None, 0, 3]), seed=st.integers(0, 2))
    def publish(self, line: str, gap: int | None, seed: int) -> None:
        free = max((version for name, version in self.told if name == line), default=0) + 1
        wanted = None if gap is None else free + gap
        version = self.registry.publish(draft(line, version=wanted, seed=seed)).unwrap().version
        assert version == (free if wanted is None else wanted)
        self.told[line, version] = Told(seed, frozenset(BOTH))

    @precondition(lambda self: self.told)
    @rule(pick=picks)
    def publish_what_is_taken(self, pick: int) -> None:
        line, version = self.picked(pick)
        assert isinstance(self.registry.publish(draft(line, version=version)).failure(), VersionTaken)

    @precondition(lambda self: self.told)
    @rule(pick=picks, player_type=player_types)
    def delete(self, pick: int, player_type: str | None) -> None:
        key = self.picked(pick)
        there = self.told[key].live & ({player_type} if player_type else set(BOTH))
        removed = self.registry.delete(f"{key[0]}@{key[1]}", GB, player_type, force=True)
        assert set(removed.value_or(())) == there
        self.told[key] = self.told[key]._replace(live=self.told[key].live - there)

    @precondition(lambda self: self.told)
    @rule(pick=picks, player_type=player_types)
    def restore(self, pick: int, player_type: str | None) -> None:
        key = self.picked(pick)
        wanted = {player_type} if player_type else set(BOTH)
        gone = wanted - self.told[key].live
        match self.registry.restore(f"{key[0]}@{key[1]}", GB, player_type):
            case Success(restored):
                assert set(restored) == gone
                self.told[key] = self.told[key]._replace(live=self.told[key].live | gone)
            case Failure(Purged()):
                assert gone & self.told[key].purged
            case Failure(NotRemoved()):
                assert not gone

    @rule(dry_run=st.booleans())
    def collect(self, dry_run: bool) -> None:
        needed = {(one.seed, part) for one in self.told.values() for part in one.live}
        freed = {
            (one.seed, part)
            for one in self.told.values()
            for part in BOTH
            if part not in one.live | one.purged and (one.seed, part) not in needed
        }
        collected = self.registry.gc(dry_run=dry_run).unwrap()
        assert (collected.dry_run, collected.blobs) == (dry_run, len(freed))
        for key, one in self.told.items() if not dry_run else ():
            gone = {part for part in BOTH if part not in one.live and (one.seed, part) in freed}
            self.told[key] = one._replace(purged=one.purged | gone)

    @precondition(lambda self: self.told)
    @rule(pick=picks)
    def crown(self, pick: int) -> None:
        line, version = self.picked(pick)
        crowned = self.registry.set_alias(f"{line}@{version}", GB, "champion")
        if self.told[line, version].live:
            crowned.unwrap()
            self.champions[line] = version
        else:
            assert isinstance(crowned.failure(), Removed | Purged)

    @precondition(lambda self: self.told)
    @rule(pick=picks, key=st.sampled_from("ab"), value=st.sampled_from([None, "1", "2"]))
    def annotate(self, pick: int, key: str, value: str | None) -> None:
        line, version = self.picked(pick)
        self.registry.annotate(f"{line}@{version}", GB, tags={key: value}).unwrap()
        tags = {name: text for name, text in self.told[line, version].tags if name != key}
        tags |= {} if value is None else {key: value}
        self.told[line, version] = self.told[line, version]._replace(tags=tuple(sorted(tags.items())))

    @precondition(lambda self: self.told)
    @rule(pick=picks, keep=st.integers(1, 3))
    def prune(self, pick: int, keep: int) -> None:
        line, _ = self.picked(pick)
        living = sorted((version for name, version in self.told if name == line and self.told[name, version].live))
        doomed = [version for version in living[:-keep] if self.champions.get(line) != version]
        rows = self.registry.prune(line, GB, keep=keep, dry_run=False).unwrap()
        assert sorted({row.version for row in rows}) == doomed
        for version in doomed:
            self.told[line, version] = self.told[line, version]._replace(live=frozenset())

    @precondition(lambda self: any(len(one.live) == 2 for one in self.told.values()))
    @rule()
    def hand_over(self) -> None:
        whole = [key for key, one in sorted(self.told.items()) if len(one.live) == 2]
        path = self.folder / "bundle.zip"
        refs = [(GB, f"{line}@{version}") for line, version in whole]
        self.registry.export_bundle(refs, ZipBundleWriter(path)).unwrap()
        other = registry_over(MemoryStorage())
        assert len(other.import_from(ZipBundle(path)).unwrap().published) == len(whole)
        assert len(self.registry.import_from(ZipBundle(path)).unwrap().already) == len(whole)
        mine = [row._replace(aliases=()) for row in self.registry.list_all().unwrap().models]
        theirs = other.list_all().unwrap().models
        assert [row for row in mine if (row.base_name, row.version) in whole] == list(theirs)
        path.unlink()

    @rule()
    def open_anew(self) -> None:
        self.registry = registry_over(self.storage, self.index)

    @invariant()
    def listing_tells_what_is_live(self) -> None:
        listing = self.registry.list_all().unwrap()
        told = [
            (model.base_name, model.version, model.player_type, tuple(sorted(model.tags.items())))
            for model in listing.models
        ]
        assert told == [(*key, part, self.told[key].tags) for key, part in self.living()]
        assert listing.problems == ()

    @invariant()
    def what_lives_loads(self) -> None:
        for (line, version), part in self.living():
            params = self.registry.load_params(f"{line}@{version}", GB, part).unwrap()
            assert (params["seed"], params["player_type"]) == (self.told[line, version].seed, part)

    @invariant()
    def aliases_point_where_they_were_last_moved(self) -> None:
        for line, version in self.champions.items():
            assert self.registry.find(f"{line}@champion", GB).unwrap().release.version == version

    @invariant()
    def latest_is_the_highest_that_lives(self) -> None:
        for line in {name for name, _ in self.told}:
            for player_type in BOTH:
                living = [key[1] for key, part in self.living() if key[0] == line and part == player_type]
                found = self.registry.metadata(f"{line}@latest", GB, player_type).map(lambda model: model.version)
                assert found.value_or(None) == max(living, default=None)

    @invariant()
    def nothing_is_damaged(self) -> None:
        found = self.registry.verify().unwrap()
        assert (found.releases, found.damaged, found.strangers) == (len(self.told), (), ())

    def living(self) -> Iterator[tuple[tuple[str, int], str]]:
        return ((key, part) for key in sorted(self.told) for part in sorted(self.told[key].live))


class HistoriesOnDisk(Histories):
    """The same in a directory."""

    def open_storage(self) -> Storage:
        return FilesystemStorage(self.folder / "registry")


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestHistoriesOnDisk = HistoriesOnDisk.TestCase
TestHistoriesOnDisk.settings = settings(max_examples=10, stateful_step_count=15, deadline=None)


def test_histories_in_a_bucket(s3: S3Server) -> None:
    class HistoriesInABucket(Histories):
        """The same on an S3 server, each in a bucket of its own."""

        def open_storage(self) -> Storage:
            return objects_at(f"s3://{s3.bucket()}/prefix")

    few = settings(max_examples=4, stateful_step_count=8, deadline=None)
    run_state_machine_as_test(HistoriesInABucket, settings=few)
