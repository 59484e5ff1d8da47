from __future__ import annotations

from fbm.app.pinning import pin_of, request_of
from fbm.app.projection_request import ProjectionRequest
from fbm.domain.ports.rosters import RosterLine
from fbm.domain.projection.sheet import ModelUse, ProjectionSheet

USE = ModelUse("mtl", "default_v2", 2, "batter", "sha256:1")
SHEET = ProjectionSheet(2022, "blend", (USE,), "sha256:2")


def test_a_pin_asks_for_the_same_versions_modes_and_rosters_again() -> None:
    lines = (RosterLine("r.csv", 2, "Juan Soto", team="SDN", pa=700.0),)
    asked = ProjectionRequest(2022, "blend", {"mtl": "default@latest"}, "regular", lines)
    again = request_of(pin_of(asked, SHEET, None, fbm_version="0.1.0"))
    assert again == ProjectionRequest(2022, "blend", {"mtl/batter": "default_v2"}, "regular", lines)
