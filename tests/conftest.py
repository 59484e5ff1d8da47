"""Settings of every test: laws are tried on fifty generated cases, however slow the machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("quick", max_examples=50, deadline=None)
settings.load_profile("quick")
