"""Verifying a copy before it gets its name: its structure, its seal, and checkpoints kept in it or given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ledger.seal.checks import Checkpoint, SealFinding, Verification
from ledger.seal.verify import Key
from ledger.store import Log
from ledger.store.copying import flaws, pool_of
from ledger.store.seals import seals_of

if TYPE_CHECKING:
    from ledger.seal.verify import Head

KEPT = "the newest checkpoint that the ledger keeps"


class CopyVerification(Verification):
    """A verification of a copy, also of its structure and against the newest checkpoint that it keeps itself.

    `restoring` says that the copy may be older than a checkpoint, which shows tampering with a ledger in use.
    """

    def __init__(
        self, log: Log, checkpoints: Sequence[Checkpoint], keys: Sequence[Key], *, restoring: bool = False
    ) -> None:
        super().__init__(log, seals_of(log), checkpoints, keys)
        self._restoring = restoring

    def parts(self) -> Iterator[Iterator[SealFinding]]:
        """Yield what is verified, part by part."""
        yield self._structure()
        yield from super().parts()
        yield self._kept()

    def cut_short(self, head: Head, place: str) -> SealFinding:
        """Say what it means that a checkpoint covers more events than are sealed."""
        if not self._restoring:
            return super().cut_short(head, place)
        message = f"The backup is older than the checkpoint: it holds {self.sealed} of {head.size} events. @ {place}"
        return SealFinding("older", message, tampered=False)

    def _structure(self) -> Iterator[SealFinding]:
        for flaw in flaws(pool_of(self._log)):
            yield SealFinding("damaged", f"The file is damaged: {flaw}.")

    def _kept(self) -> Iterator[SealFinding]:
        """Hold the copy against its own newest checkpoint, whoever signed that."""
        for _, note in self._seals.notes()[-1:]:
            yield from self.held(Checkpoint(KEPT, note), ())
