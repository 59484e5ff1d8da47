"""Whatever is published, removed, brought back and named, the registry tells the same as a plain dictionary would."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fbm.adapters.storage.memory import MemoryStorage
from tests.registry.opened import registry_over
from tests.registry.samples import draft

GB = "gb_residual"
BOTH = ("batter", "pitcher")

lines = st.sampled_from(["default", "other-line"])
player_types = st.sampled_from([None, *BOTH])
picks = st.integers(0, 10**6)


class Histories(RuleBasedStateMachine):
    """A registry in memory beside what it should hold."""

    def __init__(self) -> None:
        super().__init__()
        self.registry = registry_over(MemoryStorage())
        self.live: dict[tuple[str, int], set[str]] = {}
        self.champions: dict[str, int] = {}

    def picked(self, pick: int) -> tuple[str, int]:
        return sorted(self.live)[pick % len(self.live)]

    @rule(line=lines, gap=st.sampled_from([None, None, 0, 3]))
    def publish(self, line: str, gap: int | None) -> None:
        free = max((version for name, version in self.live if name == line), default=0) + 1
        wanted = None if gap is None else free + gap
        version = self.registry.publish(draft(line, version=wanted, at=free)).unwrap().version
        assert version == (free if wanted is None else wanted)
        self.live[line, version] = set(BOTH)

    @precondition(lambda self: self.live)
    @rule(pick=picks, player_type=player_types)
    def delete(self, pick: int, player_type: str | None) -> None:
        line, version = self.picked(pick)
        there = self.live[line, version] & ({player_type} if player_type else set(BOTH))
        removed = self.registry.delete(f"{line}@{version}", GB, player_type, force=True)
        assert set(removed.value_or(())) == there
        self.live[line, version] -= there

    @precondition(lambda self: self.live)
    @rule(pick=picks, player_type=player_types)
    def restore(self, pick: int, player_type: str | None) -> None:
        line, version = self.picked(pick)
        gone = ({player_type} if player_type else set(BOTH)) - self.live[line, version]
        restored = self.registry.restore(f"{line}@{version}", GB, player_type)
        assert set(restored.value_or(())) == gone
        self.live[line, version] |= gone

    @precondition(lambda self: self.live)
    @rule(pick=picks)
    def crown(self, pick: int) -> None:
        line, version = self.picked(pick)
        self.registry.set_alias(f"{line}@{version}", GB, "champion").unwrap()
        self.champions[line] = version

    @invariant()
    def listing_tells_what_is_live(self) -> None:
        listing = self.registry.list_all().unwrap()
        told = [(model.base_name, model.version, model.player_type) for model in listing.models]
        assert told == [(*key, player_type) for key in sorted(self.live) for player_type in sorted(self.live[key])]
        assert listing.problems == ()

    @invariant()
    def aliases_point_where_they_were_last_moved(self) -> None:
        for line, version in self.champions.items():
            assert self.registry.find(f"{line}@champion", GB).unwrap().release.version == version

    @invariant()
    def latest_is_the_highest_that_lives(self) -> None:
        for line in {name for name, _ in self.live}:
            for player_type in BOTH:
                highest = max((key[1] for key, parts in self.live.items() if key[0] == line and player_type in parts),
                              default=None)  # fmt: skip
                found = self.registry.metadata(f"{line}@latest", GB, player_type).map(lambda model: model.version)
                assert found.value_or(None) == highest


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
