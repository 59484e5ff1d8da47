"""The words of the pitch table: one vocabulary for each column of words, the same for every source.

A word's place in its tuple is its code in `fbm.domain.pitches.table.Pitches`. Words are only ever added at the end:
models and stored arrays know them by their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PITCH_TYPES: Final = (
    "FF", "SI", "FC", "SL", "ST", "SV", "CU", "KC", "CS", "CH", "FS", "FO", "SC", "KN", "EP", "FA", "FT", "IN", "PO",
    "AB", "AS", "GY", "UN",
)  # fmt: skip
"""Savant's codes: fastballs, breaking balls, changes of speed, then what is rare or no pitch to hit."""

RESULTS: Final = (
    "called_strike", "swinging_strike", "swinging_strike_blocked", "foul", "foul_tip", "foul_bunt", "missed_bunt",
    "bunt_foul_tip", "ball", "blocked_ball", "intent_ball", "automatic_ball", "automatic_strike", "pitchout",
    "foul_pitchout", "swinging_pitchout", "unknown_strike", "hit_by_pitch", "hit_into_play",
)  # fmt: skip
"""What a pitch came to, in Savant's words (its column ``description``)."""

EVENTS: Final = (
    "single", "double", "triple", "home_run", "walk", "intent_walk", "hit_by_pitch", "strikeout",
    "strikeout_double_play", "field_out", "force_out", "grounded_into_double_play", "double_play", "triple_play",
    "fielders_choice", "fielders_choice_out", "field_error", "sac_fly", "sac_fly_double_play", "sac_bunt",
    "sac_bunt_double_play", "catcher_interf", "truncated_pa",
)  # fmt: skip
"""What a plate appearance came to. ``truncated_pa`` is none: a runner was out and the inning over before it ended."""

BATTED_BALLS: Final = ("ground_ball", "line_drive", "fly_ball", "popup")

STANDS: Final = ("L", "R")
THROWS: Final = ("L", "R")
HALVES: Final = ("Top", "Bot")

RESULT_SYNONYMS: Final[Mapping[str, str]] = {
    "hit_into_play_no_out": "hit_into_play",
    "hit_into_play_score": "hit_into_play",
    "pitchout_hit_into_play": "hit_into_play",
    "pitchout_hit_into_play_no_out": "hit_into_play",
    "pitchout_hit_into_play_score": "hit_into_play",
}
"""What older files call the same."""

EVENT_SYNONYMS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "caught_stealing_2b", "caught_stealing_3b", "caught_stealing_home", "pickoff_1b", "pickoff_2b",
            "pickoff_3b", "pickoff_caught_stealing_2b", "pickoff_caught_stealing_3b", "pickoff_caught_stealing_home",
            "pickoff_error_1b", "pickoff_error_2b", "pickoff_error_3b", "runner_double_play", "other_out",
            "wild_pitch", "passed_ball", "stolen_base_2b", "stolen_base_3b", "stolen_base_home", "other_advance",
            "game_advisory", "ejection", "os_ruling_pending_primary", "batter_timeout", "mound_visit",
        ),
        "truncated_pa",
    ),
    "sac_fly_dp": "sac_fly_double_play",
    "strikeout_dp": "strikeout_double_play",
}  # fmt: skip
"""What runners do, and what ends nobody's plate appearance, all under one word; and other spellings."""
