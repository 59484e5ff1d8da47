"""`fbm ui`: the registry in a browser."""

from __future__ import annotations

import webbrowser
from threading import Thread
from typing import Annotated, Final

from cyclopts import Parameter

from fbm.app.cli.options import InContext, JsonOption, Whole
from fbm.app.cli.output import Complaint, finish, hand_over, say, write, write_json
from fbm.app.cli.pages import Pages
from fbm.app.wiring.container import ServiceContainer
from fbm.domain.ports.web import PortTaken, Serving

PORT: Final = 8711


def _port(_type: object, port: int) -> None:
    if not 0 <= port <= 65_535:
        raise ValueError("must be from 0 to 65535")


PortOption = Annotated[Whole, Parameter(help="Port to listen at, 0 for any that is free.", validator=_port)]
OpenOption = Annotated[bool, Parameter(name="--open", negative=(), help="Open a browser.")]


def ui(*, port: PortOption = PORT, browser: OpenOption = False, json: JsonOption = False, context: InContext) -> int:
    """Show the registry in a browser on this machine: every version, and several side by side. It changes nothing."""
    services = ServiceContainer(context.home, context.registry)
    pages = Pages(services.model_registry, services.registry_pages)
    listening = services.web_server.listen(port, pages.answer)
    return finish(listening, show=lambda serving: _run(serving, browser=browser, as_json=json), complain=_about_port)


def _run(serving: Serving, *, browser: bool, as_json: bool) -> None:
    if as_json:
        write_json({"url": serving.url})
    else:
        write(serving.url)
    hand_over()
    if not as_json:
        say("Ctrl-C ends it.")
    if browser:
        # A browser of the terminal is waited for until it is left, and has to be answered meanwhile.
        Thread(target=_open, args=(serving.url,), daemon=True).start()
    serving.run()


def _open(url: str) -> None:
    if not webbrowser.open(url):
        say("No browser could be opened: type the address into one.")


def _about_port(error: PortTaken) -> Complaint:
    return Complaint(f"Nothing can listen at port {error.port} ({error.reason}): name another one with --port, or 0.")
