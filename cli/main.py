"""The command `recert`: its commands, imported only when used, and the one place where errors become exit codes.

Exit codes: 0 done · 1 refused, or findings · 2 a wrong command line, file or argument · 3 the record does not match
its seal · 70 a defect of ours · 130 interrupted · 141 the reader of our output went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import click

from cli.invocation import DEFAULT_LEDGER, UNKNOWN_ACTOR, Invocation

if TYPE_CHECKING:
    from uuid import UUID

    from ledger import Clock

INTERRUPTED, BROKEN_PIPE, DEFECT = 130, 141, 70

# Nothing here uses plugins of pydantic; looking for some reads the metadata of every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class Entry(NamedTuple):
    """A command as help lists it: the module under `cli` that holds it, and one line on what it does."""

    module: str
    line: str


SECTIONS: dict[str, dict[str, Entry]] = {
    "Record what happened": {
        "init": Entry("init", "Create a ledger for a programme."),
        "import": Entry("imports", "Record the entries of a file, and take an import back."),
        "enrol": Entry("enrol", "Record that a holder joined the programme."),
        "grant": Entry("grant", "Record that a certification was earned."),
        "revoke": Entry("revoke", "Record that a certification was taken away."),
        "exam": Entry("exam", "Record exam passes, and strike them out."),
        "claim": Entry("claim", "Submit claims, decide them, reverse decisions."),
        "fee": Entry("fee", "Record that a fee was paid."),
        "retire": Entry("retire", "Retire a certification for everyone."),
        "item": Entry("item", "List items in the catalogue, and withdraw them."),
        "provider": Entry("provider", "Say who may deliver activities."),
        "close": Entry("close", "Close the books: record what follows up to a day."),
    },
    "Ask where people stand, and why": {
        "status": Entry("status", "Where one holder stands."),
        "standings": Entry("standings", "Where everyone stands."),
        "explain": Entry("explain", "Why a certification stands as it does."),
        "timeline": Entry("timeline", "The days on which a standing changed."),
        "history": Entry("history", "The events of one holder, as recorded."),
        "drift": Entry("drift", "Recorded decisions that a replay no longer supports."),
    },
    "The rules, and trying them": {
        "policy": Entry("policy", "Show, compare and question the rules; adopt others."),
        "replay": Entry("replay", "Everyone under other rules: who loses, who gains, and why."),
        "scenario": Entry("scenario", "Check worked cases against the rules."),
        "demo": Entry("demo", "Watch an expiry being overturned, step by step."),
    },
    "Show that nothing was changed": {
        "seal": Entry("seal", "Seal what is recorded."),
        "verify": Entry("verify", "Check the record against its seal, and against checkpoints."),
        "checkpoint": Entry("checkpoint", "Publish what is sealed, for others to hold."),
        "witness": Entry("witness", "Cosign the checkpoints of somebody else's ledger."),
        "prove": Entry("prove", "Write proofs that events are in the record."),
        "key": Entry("keys", "Make keys to sign with."),
    },
    "Keep it, and get it back": {
        "backup": Entry("backup", "Copy the ledger, in use, to one verified file."),
        "restore": Entry("restore", "Make a ledger of a backup."),
        "salvage": Entry("salvage", "Save what a damaged file still holds."),
    },
}
COMMANDS: dict[str, Entry] = {name: entry for section in SECTIONS.values() for name, entry in section.items()}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the module of the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands in the order of help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cli.{COMMANDS[cmd_name].module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed; an unknown one is a usage error that suggests the nearest name."""
        typed = args[0]
        if typed in COMMANDS or typed.startswith("-"):
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        near = get_close_matches(typed, COMMANDS, n=1)
        advice = f"Did you mean {near[0]!r}?" if near else "`recert --help` lists what there is."
        raise click.UsageError(f"There is no command {typed!r}. {advice}", ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List every command by section, from the table and without importing any."""
        for title, section in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, entry.line) for name, entry in section.items()])


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from ledger import VERSION

        click.echo(f"recert {VERSION}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`recert COMMAND --help` explains one command. Data goes to stdout, talk to stderr.",
)
@click.option("--ledger", envvar="RECERT_LEDGER", default=DEFAULT_LEDGER, show_default=True, metavar="PATH",
              help="Where the ledger is; or set RECERT_LEDGER.")  # fmt: skip
@click.option("--actor", envvar="RECERT_ACTOR", default=UNKNOWN_ACTOR, show_default=True, metavar="ID",
              help="Who acts, as recorded with every event; or set RECERT_ACTOR.")  # fmt: skip
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
              help="Print the version and stop.")  # fmt: skip
@click.pass_obj
def recert(invocation: Invocation, /, ledger: str, actor: str) -> None:
    """Keep a ledger of continuing-education claims, and say where every certification stands and why."""
    invocation.ledger, invocation.actor = ledger, actor


def main(arguments: Sequence[str] | None = None, *, clock: Clock | None = None, ledger_id: UUID | None = None) -> int:
    """Run one command line and return its exit code; nothing but messages ever reaches a person.

    `clock` and `ledger_id` are for demos and tests, which script their time and need the same ids every time.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        code = _invoke(given, Invocation(clock=clock, ledger_id=ledger_id))
        sys.stdout.flush()
    except BaseException as error:
        code = _answer(error)
    return code


def _invoke(arguments: list[str], invocation: Invocation) -> int:
    if any("\0" in each for each in arguments):  # No shell can type one, but a program that calls `main` can.
        raise click.UsageError("An argument holds a NUL character, and nothing can be called so. Take it out.")
    try:
        with recert.make_context("recert", arguments, obj=invocation) as context:
            code = recert.invoke(context)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    return code if isinstance(code, int) else 0


def _answer(error: BaseException) -> int:
    """Say what went wrong on stderr and return the exit code; the only place that decides either."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            _say(error.format_message())
            return 2
        case click.UsageError():
            where = error.ctx.command_path if error.ctx else "recert"
            _say(f"recert: {_line(error)}\nSee `{where} --help`.")
            return 2
        case click.ClickException():
            _say(f"recert: {_line(error)}")
            return 2
        case KeyboardInterrupt() | click.Abort():
            _say("\nrecert: interrupted. Nothing is half recorded; give the same command again to go on.")
            return INTERRUPTED
        case BrokenPipeError():
            # Python flushes stdout once more on exit, and must then find somewhere to write to.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return BROKEN_PIPE
        case SystemExit():
            raise error
        case _:
            return _answer_other(error)


def _answer_other(error: BaseException) -> int:
    from ledger import LedgerError

    if isinstance(error, LedgerError):
        _say(f"recert: {error}")
        return error.exit_code
    if isinstance(error, OSError):
        what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or type(error).__name__
        _say(f"recert: {what}. Check the path, its permissions and the free space.")
        return 2
    _say(f"recert: internal error, {type(error).__name__}. {_keep_traceback(error)}")
    return DEFECT


def _keep_traceback(error: BaseException) -> str:
    """Write the traceback where a report can take it from, or to stderr with RECERT_DEBUG=1; return what to tell."""
    import tempfile
    import traceback

    lines = "".join(traceback.format_exception(error))
    if os.environ.get("RECERT_DEBUG") == "1":
        _say(lines)
        return "Please report it with the lines above."
    try:
        with tempfile.NamedTemporaryFile("w", prefix="recert-", suffix=".txt", delete=False, encoding="utf-8") as file:
            file.write(lines)
    except OSError:
        return "Please report it; RECERT_DEBUG=1 shows the details."
    return f"Please report it with the file {file.name}."


def _line(error: click.ClickException) -> str:
    """Return a message of click on one line, whatever the argument held that it repeats."""
    return " ".join(error.format_message().splitlines())


def _say(message: str) -> None:
    from cli.show.output import readable  # Only who has something to say waits for it.

    with suppress(OSError):  # Where not even this can be said, the exit code has to do.
        click.echo(readable(message), err=True)


if __name__ == "__main__":
    sys.exit(main())
