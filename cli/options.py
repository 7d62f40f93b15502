"""The options that commands share, and the types of what people type."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeAlias, TypeVar

import click

from cli.invocation import Invocation
from ledger import InputError, parse_date

Command = TypeVar("Command", bound=Callable[..., Any])
Cut: TypeAlias = date | datetime | int

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_SIZE = re.compile(r"\d{1,18}", re.ASCII)
_POSITION = re.compile(r"@(\d{1,18})", re.ASCII)


class Day(click.ParamType[date]):
    """A civil date, ``YYYY-MM-DD``."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date as people type it; anything else is a usage error."""
        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except InputError as error:
            self.fail(error.message, param, ctx)


class Moment(click.ParamType[Cut]):
    """A cut through the log: a date, an instant with its zone, or ``@`` and a position."""

    name = "DATE|INSTANT|@POSITION"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Cut:
        """Read the cut; an instant without a zone is a usage error, since nobody could say when it was."""
        if not isinstance(value, str):
            moment: Cut = value
            return moment
        if found := _POSITION.fullmatch(value):
            return int(found[1])
        try:
            if _INSTANT.fullmatch(value):
                return datetime.fromisoformat(value).astimezone(UTC)
            return parse_date(value)
        except (InputError, ValueError, OverflowError):
            self.fail(
                f"{value!r} is no cut through the log. Write a date (2026-03-01), an instant with its zone "
                "(2026-03-01T12:00:00Z) or a position (@42).",
                param,
                ctx,
            )


class Size(click.ParamType[int]):
    """A number of events, in ASCII digits."""

    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the number; what Python would take besides digits is a usage error."""
        if not (isinstance(value, int) or _SIZE.fullmatch(value)):
            self.fail(f"{value!r} is no number of events. Write digits, for example 1200.", param, ctx)
        return int(value)


DAY = Day()
MOMENT = Moment()
SIZE = Size()


def with_ledger(command: Command) -> Command:
    """Add `--ledger` and `--actor`, which may stand before the command's name or here."""
    actor = click.option("--actor", metavar="ID", expose_value=False, callback=_override, help="Who acts.")
    ledger = click.option(
        "--ledger", metavar="PATH", expose_value=False, callback=_override, help="Where the ledger is."
    )
    return ledger(actor(command))


def with_json(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Answer with JSON.")(command)


def with_reason(command: Command) -> Command:
    """Add `--reason`."""
    return click.option("--reason", "reason_code", metavar="CODE", help="Why, as a code; no free text.")(command)


def with_checkpoints(command: Command) -> Command:
    """Add `--checkpoint` and `--signed-by`, each as often as wanted."""
    held = "A checkpoint that somebody else held."
    signed = click.option(
        "--signed-by", "keys", multiple=True, metavar="KEY", help="A verifier key that must have signed it."
    )
    return click.option("--checkpoint", "files", multiple=True, metavar="FILE", help=held)(signed(command))


def with_question(command: Command) -> Command:
    """Add the knobs of a reading command: `--on`, `--known-at`, `--policy`."""
    valid_on = click.option("--on", "valid_on", type=DAY, help="The day asked about. [default: today]")
    known_at = click.option(
        "--known-at", type=MOMENT, metavar=MOMENT.name, help="What the ledger knew by then. [default: everything]"
    )
    policy = click.option(
        "--policy", "policy_name", metavar="ID|FILE", help="The rules to ask under. [default: those adopted by then]"
    )
    return valid_on(known_at(policy(command)))


def _override(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None and param.name:
        setattr(ctx.ensure_object(Invocation), param.name, value)
