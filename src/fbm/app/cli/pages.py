"""What a browser is shown of the registry."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from returns.result import Failure, Result, Success

from fbm.app.cli.failures.registry import about_registry
from fbm.app.cli.ml.choosing import choose_type
from fbm.app.cli.ml.rows import row
from fbm.app.cli.output import Complaint
from fbm.app.cli.report import gathered
from fbm.app.registry.facade import ModelRegistry
from fbm.domain.ports.web import BROKEN, JSON, UNKNOWN, Answer, Asked
from fbm.domain.registry.pages import VersionReport

if TYPE_CHECKING:
    from fbm.adapters.reports.registry_pages import RegistryPages


@dataclass(frozen=True, slots=True)
class Pages:
    """Answers a browser from a registry.

    Attributes
    ----------
    registry : ModelRegistry
    looks : RegistryPages
        What makes pages of what was found.
    """

    registry: ModelRegistry
    looks: RegistryPages

    def answer(self, asked: Asked) -> Answer:
        """Answer: ``/`` lists versions, ``/versions?ref=…&ref=…`` shows some, ``/models.json`` is for programs."""
        try:
            return self._page(asked)
        except Exception as error:
            # As at the command line: one broken page neither ends the server nor shows a traceback.
            return self._sentence("Something went wrong", f"Unexpected {type(error).__name__}: {error}.", BROKEN)

    def _page(self, asked: Asked) -> Answer:
        match asked.path:
            case "/":
                return self._listing()
            case "/versions":
                return self._versions(asked.values("ref"))
            case "/models.json":
                return self._models()
            case _:
                return self._sentence("Not here", f"There is no page {asked.path}.", UNKNOWN)

    def _listing(self) -> Answer:
        listing = self.registry.list_all()
        if isinstance(listing, Failure):
            return self._sentence("The registry cannot be read", about_registry(listing.failure()).sentence, BROKEN)
        found = listing.unwrap()
        return Answer(self.looks.listing(found.models, [(one.key, one.reason) for one in found.problems]))

    def _models(self) -> Answer:
        listing = self.registry.list_all()
        if isinstance(listing, Failure):
            return Answer(json.dumps({"error": about_registry(listing.failure()).sentence}), BROKEN, JSON)
        found = listing.unwrap()
        problems = [{"key": one.key, "reason": one.reason} for one in found.problems]
        told = {"models": [row(model) for model in found.models], "problems": problems}
        return Answer(json.dumps(told, allow_nan=False, separators=(",", ":")), kind=JSON)

    def _versions(self, refs: tuple[str, ...]) -> Answer:
        if not refs:
            return self._sentence("Nothing marked", "Mark one version or more on the page of all versions.", UNKNOWN)
        match self._gathered(refs):
            case Success(report):
                return Answer(self.looks.versions(report))
            case failure:
                return self._sentence("Not to be shown", failure.failure().sentence, UNKNOWN)

    def _gathered(self, refs: tuple[str, ...]) -> Result[VersionReport, Complaint]:
        kind = choose_type(self.registry, refs[0], None)
        return kind.bind(lambda found: gathered(self.registry, refs, found, None))

    def _sentence(self, title: str, sentence: str, status: int) -> Answer:
        return Answer(self.looks.sentence(title, sentence), status)
