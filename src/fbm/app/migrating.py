"""Migrating: models of the earlier system's directories, published under the names and versions they had.

The source is only read. Parts of one typed name become one release. What cannot be taken over is listed with the
reason; what was taken over before is recognised by its digests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from returns.result import Failure, Result, Success

from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ports.legacy import LegacyReader, LegacyRoot
from fbm.domain.ports.serializers import Params, RefusedPayload
from fbm.domain.ports.storage import StorageFailure
from fbm.domain.registry.draft import PartDraft, ReleaseDraft
from fbm.domain.registry.errors import RegistryError, VersionTaken
from fbm.domain.registry.legacy import (
    CONTEXTUAL,
    LegacyModel,
    has_cls,
    new_name,
    normal_time,
    perspective,
    sort_out,
)
from fbm.domain.registry.metadata import Lineage
from fbm.domain.registry.naming import format_versioned_name

BOOSTED = ("gb_residual", "mle")


class Migrated(NamedTuple):
    """A version that was taken over, or that was there already."""

    model_type: str
    name: str
    player_types: tuple[str, ...]
    paths: tuple[str, ...]


class Skipped(NamedTuple):
    """A file that was not taken over, and why: a word for people, or what the registry said."""

    path: str
    reason: str | RegistryError


class Migration(NamedTuple):
    """What became of a root."""

    dry_run: bool
    migrated: tuple[Migrated, ...]
    already: tuple[Migrated, ...]
    skipped: tuple[Skipped, ...]


class _Read(NamedTuple):
    """A model that was read: its draft, when it was made, where from, and its sidecar as it was."""

    model: LegacyModel
    part: PartDraft
    created_at: str
    sidecar: Mapping[str, object]


class Migrator:
    """Takes models over.

    Parameters
    ----------
    registry : ModelRegistry
    root : LegacyRoot
    reader : LegacyReader
    """

    def __init__(self, registry: ModelRegistry, root: LegacyRoot, reader: LegacyReader) -> None:
        self.registry = registry
        self.root = root
        self.reader = reader

    def run(self, *, prefix: str = "", dry_run: bool = False) -> Result[Migration, StorageFailure]:
        """Take over every model of the root that can be; `prefix` goes before the names of their lines."""
        files = self.root.files()
        if isinstance(files, Failure):
            return Failure(files.failure())
        times = {file.path: file.modified_at for file in files.unwrap()}
        models, leftovers = sort_out(times)
        skipped = [Skipped(*leftover) for leftover in leftovers]
        read: list[_Read] = []
        for model in models:
            match self._read(model, times[model.payload], skipped):
                case Success(found):
                    read.append(found)
                case refused:
                    skipped.append(refused.failure())
        sound = self._without_malformed(read, skipped)
        outcome = [self._publish(group, prefix, dry_run=dry_run) for group in _groups(sound)]
        return Success(_migration(outcome, skipped, dry_run=dry_run))

    def _read(self, model: LegacyModel, modified_at: str, skipped: list[Skipped]) -> Result[_Read, Skipped]:
        sidecar = self._sidecar(model, skipped)
        data = self.root.read(model.payload)
        if isinstance(data, Failure):
            return Failure(Skipped(model.payload, data.failure().reason))
        read = self.reader.boosters if model.model_type in BOOSTED else self.reader.network
        params = read(data.unwrap())
        if isinstance(params, Failure):
            return Failure(Skipped(model.payload, params.failure().reason))
        created_at = normal_time(sidecar.get("created_at")) or modified_at
        return self._part(model, params.unwrap(), sidecar, created_at).map(
            lambda part: _Read(model, part, created_at, sidecar)
        )

    def _sidecar(self, model: LegacyModel, skipped: list[Skipped]) -> Mapping[str, object]:
        """Read the sidecar; a model can do without one, so one that cannot be read is only told of."""
        if model.sidecar is None:
            return {}
        data: Result[bytes, StorageFailure] = self.root.read(model.sidecar)
        parsed = data.alt(lambda error: error.reason).bind(lambda raw: self.reader.sidecar(raw).alt(_reason))
        if isinstance(parsed, Failure):
            skipped.append(Skipped(model.sidecar, parsed.failure()))
            return {}
        return parsed.unwrap()

    def _part(
        self, model: LegacyModel, params: dict[str, object], sidecar: Mapping[str, object], created_at: str
    ) -> Result[PartDraft, Skipped]:
        if model.model_type != CONTEXTUAL:
            told = params.get("player_type", model.player_type)
            if told != model.player_type:
                return Failure(
                    Skipped(model.payload, f"it holds a {told} model, and its name says {model.player_type}")
                )
            return Success(_trained_part(model, params, sidecar))
        whose = perspective(sidecar.get("perspective"), model.name, params)
        if whose is None:
            return Failure(Skipped(model.payload, "neither its sidecar nor its name says whether it is of batters"))
        attachments = self._optimizer(model)
        return attachments.map(lambda kept: _checkpoint_part(whose, params, sidecar, created_at, kept))

    def _optimizer(self, model: LegacyModel) -> Result[Mapping[str, Params], Skipped]:
        path = model.optimizer
        if path is None:
            return Success({})
        data = self.root.read(path).alt(lambda error: error.reason)
        state = data.bind(lambda raw: self.reader.network(raw).alt(_reason))
        return state.map(lambda params: {"optimizer": params}).alt(lambda reason: Skipped(path, reason))

    def _without_malformed(self, read: list[_Read], skipped: list[Skipped]) -> list[_Read]:
        """Have all model texts parsed elsewhere at once; only if that fails, find out which one it is."""
        if self.reader.objection([text for one in read for text in _texts(one)]) is None:
            return read
        sound: list[_Read] = []
        for one in read:
            reason = self.reader.objection(_texts(one))
            if reason is None:
                sound.append(one)
            else:
                skipped.append(Skipped(one.model.payload, reason))
        return sound

    def _publish(
        self, group: list[_Read], prefix: str, *, dry_run: bool
    ) -> tuple[Migrated | None, bool, list[Skipped]]:
        """Publish the parts of one typed name: what came of it, whether it is new, and what was skipped."""
        model = group[0].model
        paths = tuple(one.model.payload for one in group)
        named = new_name(model.name, prefix)
        if isinstance(named, Failure):
            return None, False, [Skipped(path, named.failure()) for path in paths]
        base, version = named.unwrap()
        draft = _draft(group, base, version)
        done = Migrated(model.model_type, format_versioned_name(base, version), draft_types(draft), paths)
        before = self._there(draft)
        if before is not None:
            return (done, False, []) if before else (None, False, [Skipped(path, _OTHER) for path in paths])
        if dry_run:
            return done, True, []
        match self.registry.publish(draft):
            case Success(_):
                return done, True, []
            case refused:
                return None, False, [Skipped(path, refused.failure()) for path in paths]

    def _there(self, draft: ReleaseDraft) -> bool | None:
        """Whether the version is there with the same bytes; None when it is not there at all."""
        resolved = self.registry.resolve_version(draft.name, draft.model_type, draft.version)
        if not (isinstance(resolved, Failure) and isinstance(resolved.failure(), VersionTaken)):
            return None
        have = self.registry.find(f"{draft.name}@{draft.version}", draft.model_type).map(
            lambda state: {part.player_type: part.artifact.digest for part in state.release.parts}
        )
        return have.value_or({}) == self.registry.digests_of(draft).value_or({})


_OTHER = "the version exists with other content: join several directories with --rename-base PREFIX"


def draft_types(draft: ReleaseDraft) -> tuple[str, ...]:
    """Player types of a draft, in order."""
    return tuple(sorted(part.player_type for part in draft.parts))


def _groups(read: Iterable[_Read]) -> list[list[_Read]]:
    """Put the player types of one typed name together; checkpoints stand alone."""
    groups: dict[tuple[str, str], list[_Read]] = {}
    for one in read:
        groups.setdefault((one.model.model_type, one.model.name), []).append(one)
    return list(groups.values())


def _draft(group: list[_Read], base: str, version: int) -> ReleaseDraft:
    years = {year for one in group for year in one.part.training_years}
    sidecars = {one.part.player_type: dict(one.sidecar) for one in group if one.sidecar}
    extra = {"migrated_from": [one.model.payload for one in group], "sidecars": sidecars}
    return ReleaseDraft(
        model_type=group[0].model.model_type,
        name=base,
        parts=tuple(one.part for one in group),
        version=version,
        lineage=Lineage(seasons=tuple(sorted(years)), extra=extra),
        description="Taken over from the earlier system.",
        tags={"migrated_from": ", ".join(one.model.payload for one in group)},
        created_at=max(one.created_at for one in group),
    )


def _trained_part(model: LegacyModel, params: dict[str, object], sidecar: Mapping[str, object]) -> PartDraft:
    names, years = params.get("feature_names"), params.get("training_years")
    stats = params.get("stats") or sidecar.get("stats")
    settings = params.get("hyperparameters") or params.get("config")
    return PartDraft(
        player_type=model.player_type or "",
        params=params,
        training_years=_wholes(years or sidecar.get("training_years")),
        stats=_words(stats),
        feature_names=_words(names or sidecar.get("feature_names")),
        config={"hyperparameters": settings} if settings else {},
        metrics=_report(sidecar),
    )


def _checkpoint_part(
    whose: str,
    tensors: dict[str, object],
    sidecar: Mapping[str, object],
    created_at: str,
    attachments: Mapping[str, Params],
) -> PartDraft:
    stats = _words(sidecar.get("target_stats"))
    config = sidecar.get("model_config")
    params = {
        "format": "checkpoint-of-old/1",
        "state_dict": tensors,
        "model_config": config,
        "target_stats": list(stats),
        "has_cls": has_cls(created_at),
    }
    told = ("epoch", "train_loss", "val_loss", "pitch_type_accuracy", "pitch_result_accuracy", "per_stat_mse")
    return PartDraft(
        player_type=whose,
        params=params,
        stats=stats,
        config={"model_config": config} if config else {},
        metrics={key: sidecar[key] for key in told if sidecar.get(key) is not None},
        attachments=attachments,
    )


def _report(sidecar: Mapping[str, object]) -> dict[str, object]:
    """Take the report of a training, wherever a sidecar of its age keeps it."""
    found: dict[str, object] = {}
    metrics = sidecar.get("metrics")
    if isinstance(metrics, Mapping):
        found |= metrics
    for key in ("validation", "validation_metrics"):
        if sidecar.get(key):
            found[key] = sidecar[key]
    return found


def _texts(one: _Read) -> list[tuple[str, int]]:
    texts: Any = one.part.params.get("texts", {})
    return [(text, len(one.part.feature_names)) for text in texts.values()]


def _words(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, list | tuple) else ()


def _wholes(values: object) -> tuple[int, ...]:
    return tuple(value for value in values if isinstance(value, int)) if isinstance(values, list | tuple) else ()


def _reason(refused: RefusedPayload) -> str:
    return refused.reason


def _migration(
    outcome: list[tuple[Migrated | None, bool, list[Skipped]]], skipped: list[Skipped], *, dry_run: bool
) -> Migration:
    every = [*skipped, *(one for _, _, more in outcome for one in more)]
    return Migration(
        dry_run,
        tuple(done for done, new, _ in outcome if done is not None and new),
        tuple(done for done, new, _ in outcome if done is not None and not new),
        tuple(sorted(every, key=lambda one: one.path)),
    )
