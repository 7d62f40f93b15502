"""`recert import`: the entries of a file are recorded, every one is accounted for, and all can be taken back."""

from __future__ import annotations

import sys
from itertools import islice
from typing import Any

import click

from cli.asking import opened
from cli.invocation import Invocation
from cli.options import with_json, with_ledger
from cli.show import compact, imported, put, undone
from ledger import Ledger, NotFoundError, RefusedError, example, import_file, plain, template
from projections import Undoing

_TRANSACTION = 500
"""Commands recorded at a time; whoever is interrupted gives the same order again."""


class Import(click.Command):
    """A command that takes a file, unless the word in its place is one of a few that do something else."""

    others: dict[str, click.Command]

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read a command line as this command's, or as that of the one whose word comes first."""
        other = self.others.get(args[0]) if args else None
        if other is None:
            return super().make_context(info_name, args, parent, **extra)
        return other.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the words after the options."""
        with formatter.section("Instead of a file (one that is called so is ./template)"):
            formatter.write_dl([(name, other.get_short_help_str(70)) for name, other in self.others.items()])


def _aliases(ctx: click.Context, param: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """Read ``old=new`` pairs; one column cannot be two."""
    aliases: dict[str, str] = {}
    for pair in pairs:
        old, equals, new = pair.partition("=")
        if not old or not equals:
            raise click.BadParameter(f"{pair!r} is no pair. Write OLD=NEW, for example Exam_Code=exam.", ctx, param)
        if aliases.setdefault(old, new) != new:
            raise click.BadParameter(f"{old!r} is mapped twice. Keep one of the two.", ctx, param)
    return aliases


@click.command("import", cls=Import)
@click.argument("file")
@click.option("--kind", metavar="KIND", help="FILE is CSV, with entries of this kind: submit, for example.")
@click.option("--map", "aliases", metavar="OLD=NEW", multiple=True, callback=_aliases,
              help="FILE's column OLD is NEW; `OLD=` passes over it. May be repeated.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Report what would happen, and write nothing.")
@click.option("--atomic", is_flag=True, help="Record everything, or nothing if one line is wrong.")
@with_json
@with_ledger
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    file: str,
    kind: str | None,
    aliases: dict[str, str],
    dry_run: bool,
    atomic: bool,
    as_json: bool,
) -> int:
    """Record the entries of FILE: JSON Lines with one entry a line, or CSV of one kind.

    Good lines go in; what is wrong with the others is listed in FILE.errors.csv, and the exit code is 1. A file may be
    imported again at any time: what was recorded before is skipped, what was missed is added.
    """
    if aliases and kind is None:
        raise click.UsageError("--map names columns of a CSV. Say its kind too: --kind submit, for example.")
    with opened(invocation) as ledger, imported.progress() as advance:
        report = import_file(ledger, file, kind=kind, aliases=aliases, dry_run=dry_run, atomic=atomic, progress=advance)
    if as_json:
        imported.report_document(report)
    else:
        imported.report(report)
    return 1 if report.rejected else 0


@click.command("template", short_help="Show the columns that a file of a kind may have.")
@click.argument("kind")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True,
              help="A header to fill in below, or an example line.")  # fmt: skip
def template_(kind: str, form: str) -> None:
    """Show the columns that a file of KIND may have, required ones first."""
    put(template(kind).rstrip("\n") if form == "csv" else compact(example(kind)))


@click.command("undo", short_help="Take back what an import recorded.")
@click.argument("batch")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show what would happen, and write nothing.")
@with_json
@with_ledger
@click.pass_obj
def undo(invocation: Invocation, /, batch: str, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Take back what the import BATCH recorded: every entry of it is undone, by an event; the record keeps both.

    First it shows whose standing will move, then it asks. What others did since, and what that rests on, stays and is
    listed. What was undone can be imported again, corrected or as it was.
    """
    with opened(invocation) as ledger:
        undoing, recorded = _foreseen(ledger, batch), 0
        if not as_json:
            undone.plan(undoing)
        if undoing.counts and not dry_run:
            if not yes:
                _ask(as_json=as_json)
            recorded = _carry_out(ledger, undoing)
    if as_json:
        undone.plan_document(undoing, recorded=recorded)
    else:
        undone.done(recorded)


def _foreseen(ledger: Ledger, batch: str) -> Undoing:
    """Return what taking an import back would move; `NotFoundError` when it recorded nothing."""
    undoing = Undoing(ledger.programme(), batch, valid_on=ledger.today(), known=ledger.resolve(None))
    undoing.foresee(ledger.histories())
    if not undoing.is_found:
        raise NotFoundError(
            f"No import {plain(batch)} has recorded anything. Use the batch that an import names when it ends."
        )
    return undoing


def _carry_out(ledger: Ledger, undoing: Undoing) -> int:
    """Record what takes an import back, in transactions, and return how many entries that undid."""
    commands, recorded = undoing.commands(ledger.histories()), 0
    while some := list(islice(commands, _TRANSACTION)):
        recorded += sum(outcome.status == "recorded" for outcome in ledger.record(some))
    return recorded


def _ask(*, as_json: bool) -> None:
    """Ask on a terminal; `RefusedError` where nobody can answer, or the answer is no."""
    if as_json or not sys.stdin.isatty():
        raise RefusedError("Nobody can be asked here, so nothing was recorded. Say --yes once you know what will move.")
    if not click.confirm("Take this back?", err=True):
        raise RefusedError("Nothing was recorded. Give the same command again when you want to.")


Import.others = {"template": template_, "undo": undo}
