"""`recert replay`: everyone under other rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from cli.asking import Question, ask, opened, policy_named, policy_of
from cli.invocation import Invocation
from cli.options import DAY, MOMENT, Cut, with_json, with_ledger
from cli.show import replayed
from ledger import Ledger, Policy, cut, with_set
from projections import Replay

_FORMATS = (".jsonl", ".csv")


def _settings(_: click.Context, param: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    """Read ``clause=value`` as often as it is given."""
    settings = dict(each.partition("=")[::2] for each in given)
    if any("=" not in each for each in given):
        raise click.BadParameter("Write clause=value, for example claim.window=90.", param=param)
    if len(settings) < len(given):
        raise click.BadParameter("A clause has one value for all dates. Set each clause once.", param=param)
    return settings


def _file(_: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    if path is not None and path.suffix not in _FORMATS:
        raise click.BadParameter(f"Give the file a name that ends in {' or '.join(_FORMATS)}.", param=param)
    return path


@click.command("replay")
@click.option("--policy", "policy_name", metavar="ID|FILE", help="The rules to try. [default: those in force]")
@click.option("--against", metavar="ID|FILE", help="The rules to compare them with. [default: those in force]")
@click.option("--set", "settings", multiple=True, metavar="CLAUSE=VALUE", callback=_settings,
              help="Change a clause of the rules to try, for all dates; may be repeated.")  # fmt: skip
@click.option("--on", "valid_on", type=DAY, help="The day asked about. [default: today]")
@click.option(
    "--known-at", type=MOMENT, metavar=MOMENT.name, help="What the ledger knew by then. [default: everything]"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), callback=_file, metavar="FILE.jsonl|FILE.csv",
              help="Write every changed holder there, one a line.")  # fmt: skip
@with_json
@with_ledger
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    policy_name: str | None,
    against: str | None,
    settings: dict[str, str],
    valid_on: date | None,
    known_at: Cut | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Replay everyone under other rules, and say who would lose, who would gain, and by which clause.

    Nothing is recorded. Losers come first. Each change says on which day the two replays first tell something else.
    """
    if not (policy_name or against or settings):
        raise click.UsageError("There is nothing to compare. Name other rules with --policy, --against or --set.")
    with opened(invocation) as ledger:
        question = ask(ledger, valid_on=valid_on, known_at=known_at, policy_name=None)
        after, before = (_policy(ledger, question, name) for name in (policy_name, against))
        after = with_set(after, settings) if settings else after
        replay = Replay(
            cut(ledger.programme(), question.known.position),
            policy=after,
            against=before,
            valid_on=question.valid_on,
            known=question.known,
        )
        with replayed.sorted_piles(replay.each(ledger.histories())) as piles:
            shown = replayed.Shown(question.knobs(), after, before, replay, piles)
            if out is not None:
                replayed.replayed_file(out, piles)
            (replayed.replayed_document if as_json else replayed.replayed)(shown)


def _policy(ledger: Ledger, question: Question, name: str | None) -> Policy:
    """Return the policy of that name, or the one in force as of the question's cut."""
    return policy_of(ledger, question._replace(policy=policy_named(ledger, name, question.known.position)))
