"""The writer of records: validated, canonical, sealed. Only manifests need the strict models and load them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fbm.adapters.manifests.canonical import seal
from fbm.domain.registry.marks import Mark
from fbm.domain.registry.release import AliasMove, Note, Release, Removal

if TYPE_CHECKING:
    from pydantic import ValidationError


class JsonRecordWriter:
    """Writes sealed JSON records of the present format."""

    def release(self, release: Release) -> bytes:
        """Write a manifest; `ValueError` when the release holds something that no manifest may."""
        from pydantic import ValidationError

        from fbm.adapters.manifests.release_v1 import ReleaseV1

        try:
            return seal(ReleaseV1.from_domain(release).model_dump(mode="json"))
        except ValidationError as error:
            raise ValueError(_first_objection(error)) from error
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error

    def removal(self, removal: Removal) -> bytes:
        """Write an event of a removal log."""
        return seal(
            {
                "action": removal.action,
                "player_types": list(removal.player_types),
                "at": removal.at,
                "reason": removal.reason,
            }
        )

    def alias_move(self, move: AliasMove) -> bytes:
        """Write an event of an alias's log."""
        return seal({"version": move.version, "at": move.at, "reason": move.reason})

    def note(self, note: Note) -> bytes:
        """Write an event of a note log."""
        return seal({"tags": dict(note.tags), "description": note.description, "at": note.at})

    def mark(self, mark: Mark) -> bytes:
        """Write an intent or a condemnation."""
        return seal(
            {"digests": list(mark.digests), "at": mark.at, "expires_at": mark.expires_at, "holder": mark.holder}
        )

    def marker(self) -> bytes:
        """Write the registry's format marker."""
        return seal({"format": "fbm-registry/1"})


def _first_objection(error: ValidationError) -> str:
    """One line of what may be many: the first field that does not fit, and why."""
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
