"""`recert exam`: an exam was passed, or its pass is struck out."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from cli.invocation import Invocation
from cli.options import DAY, with_json, with_ledger, with_reason
from cli.recording import record


@click.group("exam")
def command() -> None:
    """Record exam passes, and strike them out."""


@command.command("pass")
@click.argument("holder")
@click.argument("exam")
@click.option("--on", type=DAY, help="The day of the exam. [default: today]")
@click.option("--attempt", metavar="ID", help="The sitting, unique for the holder. [default: EXAM@ON]")
@with_json
@with_ledger
@click.pass_obj
def passed(
    invocation: Invocation, /, holder: str, exam: str, on: date | None, attempt: str | None, as_json: bool
) -> None:
    """Record that HOLDER passed EXAM, a code of the catalogue."""
    record(invocation, "exam", as_json=as_json, holder=holder, exam=exam, on=on, attempt=attempt)


@command.command("void")
@click.argument("holder")
@click.argument("attempt")
@click.option("--on", type=DAY, help="The day it was struck out. [default: today]")
@with_reason
@with_json
@with_ledger
@click.pass_obj
def void(invocation: Invocation, /, as_json: bool, **values: Any) -> None:
    """Strike out the pass of HOLDER that ATTEMPT names, by default EXAM@DAY: it never counted."""
    record(invocation, "exam_void", as_json=as_json, **values)
