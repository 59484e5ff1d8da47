"""`fbm contextual prepare-data`: arrays of pitches, made once and mapped into memory ever after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from cyclopts import Parameter

from fbm.app.cli.failures.pitches import about_pitches
from fbm.app.cli.options import InContext, JsonOption, Years
from fbm.app.cli.output import finish, write, write_json
from fbm.app.pitches import Preparation
from fbm.app.pitches import prepare_data as prepare_pitches
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.contextual.pitches import CATEGORICAL, UNKNOWN, PitchArrays
from fbm.domain.ids import format_seasons

SeasonsOption = Annotated[Years | None, Parameter(name="--seasons", help="Seasons to prepare; left out: all.")]
LearnedOption = Annotated[Years | None, Parameter(name="--seasons", help="Seasons to learn from; left out: all.")]


def prepare_data(*, seasons: SeasonsOption = None, json: JsonOption = False, context: InContext) -> int:
    """Prepare pitches as arrays for models that read them as a sequence; nothing is done when they are there already.

    Every game of every player becomes a sequence of pitches, every word a code, and the arrays lie in the home's cache
    under the fingerprint of the pitch tables.
    """
    services = ServiceContainer(context.home, context.registry)
    with services.progress() as progress:
        done = prepare_pitches(services.pitch_home, progress, seasons)
    return finish(done, show=lambda made: _show(made, as_json=json), complain=about_pitches)


def _show(made: Preparation, *, as_json: bool) -> None:
    arrays = made.prepared.arrays
    figures = {
        "seasons": sorted({one.season for one in made.tables}),
        "sources": sorted({one.source for one in made.tables}),
        "pitches": len(arrays),
        "games": int(arrays.game[-1]) + 1,
        "batter_games": len(made.prepared.games["batter"]),
        "pitcher_games": len(made.prepared.games["pitcher"]),
        "known": _known(arrays),
        "fingerprint": made.prepared.fingerprint,
        "directory": made.prepared.place,
        "size_bytes": made.prepared.size_bytes,
        "built": made.built,
    }
    return write_json(figures) if as_json else write(_text(made, figures))


def _known(arrays: PitchArrays) -> dict[str, float]:
    """Share of pitches whose field the sources have."""
    return {name: round(float((arrays.column(name) != UNKNOWN).mean()), 4) for name in CATEGORICAL}


def _text(made: Preparation, figures: Mapping[str, object]) -> str:
    arrays, prepared = made.prepared.arrays, made.prepared
    state = "prepared" if made.built else "prepared before, nothing has changed"
    known = _known(arrays)
    return "\n".join(
        (
            f"Pitches of {format_seasons({one.season for one in made.tables})}: {state}.",
            f"{len(arrays):,} pitches in {figures['games']:,} games; {known['pitch_type']:.0%} have a pitch type.",
            f"Sequences: {figures['batter_games']:,} of batters, {figures['pitcher_games']:,} of pitchers.",
            f"{prepared.size_bytes / 1e6:.0f} MB in {prepared.place}",
            "Fingerprint:",
            prepared.fingerprint,
        )
    )
