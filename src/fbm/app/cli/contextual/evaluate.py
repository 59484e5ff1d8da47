"""`fbm contextual evaluate`: a version judged on a season that its training never saw."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from fbm.app.cli.contextual.rates_table import rates_table
from fbm.app.cli.failures.contextual import about_judging
from fbm.app.cli.options import InContext, JsonOption, Whole
from fbm.app.cli.output import finish, write, write_json
from fbm.app.cli.tables import Column, table
from fbm.app.contextual_judging import Evaluation, Guessed, JudgeRequest
from fbm.app.contextual_judging import evaluate as judge_version
from fbm.app.contextual_training import Bench
from fbm.app.wiring.container import ServiceContainer

PartOption = Annotated[
    str, Parameter(name=("--player-type", "-p", "--perspective"), help="shared (pretrained), batter or pitcher.")
]
SeasonOption = Annotated[Whole | None, Parameter(help="Season to judge on; left out: the first after training.")]


def evaluate(
    ref: str,
    /,
    *,
    player_type: PartOption = "shared",
    season: SeasonOption = None,
    json: JsonOption = False,
    context: InContext,
) -> int:
    """Judge a version on a season its training never saw.

    Of a pretrained network: guesses of hidden results and pitch types beside the best lookup table on the same
    information and the marginal. Of a fine-tuned one: errors of next games' rates beside the player's own mean, the
    league's and Marcel's.

    Parameters
    ----------
    ref
        Such as pretrain or default@latest.
    """
    services = ServiceContainer(context.home, context.registry)
    request = JudgeRequest(ref, player_type, season)
    with services.progress() as progress:
        bench = Bench(services.pitch_home, services.model_registry, services.clock, services.environment, progress)
        done = judge_version(request, bench, services.season_tables)
    return finish(done, show=lambda found: _show(found, as_json=json), complain=about_judging)


def _show(found: Evaluation, *, as_json: bool) -> None:
    return write_json(_json(found)) if as_json else write(_text(found))


def _json(found: Evaluation) -> dict[str, Any]:
    return {
        "name": found.name,
        "player_type": found.player_type,
        "season": found.season,
        "guessed": {name: _guessed(one) for name, one in found.guessed.items()},
        "windows": found.windows,
        "known_to_marcel": found.known_to_marcel,
        "rates": {name: {"rmse": one.rmse, "mse_over": one.over} for name, one in found.rates.items()},
    }


def _guessed(one: Guessed) -> dict[str, Any]:
    return {
        **{who: getattr(one.judged, who)._asdict() for who in ("network", "table", "marginal")},
        "over_table": one.judged.over_table._asdict(),
        "table_by": list(one.table.by),
        "table_smoothing": one.table.smoothing,
    }


def _text(found: Evaluation) -> str:
    head = f"contextual {found.name} ({found.player_type}), judged on {found.season}, which its training never saw."
    if found.rates:
        told = {stat: {"rmse": one.rmse, "mse_over": one.over} for stat, one in found.rates.items()}
        windows = f"{found.windows:,} times the next games, {found.known_to_marcel:,} of them with rates by Marcel;"
        remark = "error of the rates and, in brackets, of the mean square against the other's, with 95 % interval:"
        return f"{head}\n{windows} {remark}\n{rates_table(tuple(told), told)}"
    parts = [_field(name, one) for name, one in found.guessed.items()]
    return "\n\n".join([head, *(parts or ["No field is known often enough to be judged."])])


def _field(name: str, one: Guessed) -> str:
    judged = one.judged
    rows = [
        (title, f"{score.log_loss:.4f}", f"{score.accuracy:.2%}")
        for title, score in (("Network", judged.network), ("Best table", judged.table), ("Marginal", judged.marginal))
    ]
    columns = (Column(f"Hidden {name}"), Column("Log loss", right=True), Column("Accuracy", right=True))
    loss, hits = judged.over_table
    gap = (
        f"Network over table: log loss {loss[0]:+.4f} ({loss[1]:+.4f} to {loss[2]:+.4f}), "
        f"accuracy {hits[0]:+.2%} ({hits[1]:+.2%} to {hits[2]:+.2%}); {judged.network.pitches:,} pitches."
    )
    by = f"The table is by {', '.join(one.table.by) or 'nothing'}; it and its columns come from the seasons before."
    return f"{table(columns, rows)}\n{gap}\n{by}"
