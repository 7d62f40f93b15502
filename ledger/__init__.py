"""What was said: events, commands, policy, and the ledger that keeps them. The face of the package.

A name is loaded when it is first asked for: whoever reads one standing does not wait for what only imports need.
"""

# ruff: noqa: I001 - One line a name: an alias to itself is what makes a name public.

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.application import (
        Ledger as Ledger,
        Outcome as Outcome,
    )
    from ledger.backup.copies import (
        Copied as Copied,
        back_up_ledger as back_up_ledger,
        restore_ledger as restore_ledger,
    )
    from ledger.backup.salvage import Salvaged as Salvaged, salvage_ledger as salvage_ledger
    from ledger.catalogue import (
        Alias as Alias,
        Catalogue as Catalogue,
        CertificationEntry as CertificationEntry,
        ExamEntry as ExamEntry,
        ItemEntry as ItemEntry,
        Tag as Tag,
        misfits as misfits,
        read_catalogue as read_catalogue,
    )
    from ledger.commands import (
        AdoptPolicy as AdoptPolicy,
        Command as Command,
        Enrol as Enrol,
        Exam as Exam,
        ExamVoid as ExamVoid,
        Expired as Expired,
        Fee as Fee,
        Grant as Grant,
        Item as Item,
        ItemWithdraw as ItemWithdraw,
        KINDS as KINDS,
        Provider as Provider,
        Recertified as Recertified,
        RecordBatch as RecordBatch,
        RecordDecision as RecordDecision,
        Reject as Reject,
        Rename as Rename,
        Retire as Retire,
        Reverse as Reverse,
        Revoke as Revoke,
        Submit as Submit,
        UndoEntry as UndoEntry,
        UndoProgrammeEntry as UndoProgrammeEntry,
        Validate as Validate,
        Withdraw as Withdraw,
        example as example,
        read_command as read_command,
        read_entry as read_entry,
    )
    from ledger.documents import inert as inert, read_text as read_text, read_toml as read_toml
    from ledger.errors import (
        ConflictError as ConflictError,
        Finding as Finding,
        InputError as InputError,
        LedgerError as LedgerError,
        NotFoundError as NotFoundError,
        PolicyError as PolicyError,
        RefusedError as RefusedError,
        TamperedError as TamperedError,
        plain as plain,
    )
    from ledger.events import (
        BY_TOPIC as BY_TOPIC,
        BatchImported as BatchImported,
        CatalogueAdopted as CatalogueAdopted,
        CertificationExpired as CertificationExpired,
        CertificationGranted as CertificationGranted,
        CertificationRecertified as CertificationRecertified,
        CertificationRedetermined as CertificationRedetermined,
        CertificationReinstated as CertificationReinstated,
        CertificationRenamed as CertificationRenamed,
        CertificationRetired as CertificationRetired,
        CertificationRevoked as CertificationRevoked,
        ClaimDecision as ClaimDecision,
        ClaimRejected as ClaimRejected,
        ClaimReserved as ClaimReserved,
        ClaimReversed as ClaimReversed,
        ClaimSubmitted as ClaimSubmitted,
        ClaimValidated as ClaimValidated,
        ClaimWithdrawn as ClaimWithdrawn,
        Count as Count,
        Credits as Credits,
        Decision as Decision,
        EVENTS as EVENTS,
        EntryUndone as EntryUndone,
        Event as Event,
        ExamPassed as ExamPassed,
        ExamVoided as ExamVoided,
        FeePaid as FeePaid,
        HolderEnrolled as HolderEnrolled,
        ItemListed as ItemListed,
        ItemWithdrawn as ItemWithdrawn,
        Origin as Origin,
        PolicyAdopted as PolicyAdopted,
        ProgrammeOpened as ProgrammeOpened,
        ProviderAuthorised as ProviderAuthorised,
        ProviderDeauthorised as ProviderDeauthorised,
        Use as Use,
        credits_text as credits_text,
        event_id as event_id,
        hundredths as hundredths,
        json_fields as json_fields,
    )
    from ledger.history import (
        History as History,
        Known as Known,
        Recorded as Recorded,
        cut as cut,
        in_force as in_force,
    )
    from ledger.intake import (
        Report as Report,
        RowError as RowError,
        import_file as import_file,
        template as template,
    )
    from ledger.intake.undo import Left as Left, Undo as Undo, holder_steps as holder_steps
    from ledger.intake.undo import programme_steps as programme_steps
    from ledger.keeping import kept as kept
    from ledger.policy import (
        Change as Change,
        Clause as Clause,
        ClauseValue as ClauseValue,
        CreditsLeaf as CreditsLeaf,
        Dated as Dated,
        ExamsLeaf as ExamsLeaf,
        Extension as Extension,
        Group as Group,
        LEVEL_CLAUSES as LEVEL_CLAUSES,
        Leaf as Leaf,
        Level as Level,
        Option as Option,
        PaidLeaf as PaidLeaf,
        Policy as Policy,
        Remark as Remark,
        Revision as Revision,
        Term as Term,
        base_of as base_of,
        diff as diff,
        lint as lint,
        options as options,
        read_overlay as read_overlay,
        read_policy as read_policy,
        spec_of as spec_of,
        with_parts as with_parts,
        with_set as with_set,
    )
    from ledger.programmes import Pack as Pack, read_pack as read_pack, shipped as shipped
    from ledger.seal.bounds import Bounds as Bounds, Witnessed as Witnessed
    from ledger.seal.checkpoints import Published as Published, Taken as Taken
    from ledger.seal.checks import SealFinding as SealFinding, Verification as Verification
    from ledger.seal.ledgers import (
        bounds_of as bounds_of,
        cosign_checkpoint as cosign_checkpoint,
        prove_events as prove_events,
        publish_checkpoint as publish_checkpoint,
        seal_ledger as seal_ledger,
        take_checkpoint as take_checkpoint,
        verification as verification,
    )
    from ledger.seal.log import Sealed as Sealed
    from ledger.seal.notes import new_key as new_key, read_public as read_public, read_signer as read_signer
    from ledger.seal.proofs import Proven as Proven
    from ledger.version import VERSION as VERSION
    from ledger.when import (
        AsOf as AsOf,
        Clock as Clock,
        ScriptedClock as ScriptedClock,
        WallClock as WallClock,
        civil as civil,
        day_number as day_number,
        instant_text as instant_text,
        parse_date as parse_date,
        today as today,
    )

_HOMES = {
    "ledger.application": "Ledger Outcome",
    "ledger.backup.copies": "Copied back_up_ledger restore_ledger",
    "ledger.backup.salvage": "Salvaged salvage_ledger",
    "ledger.catalogue": "Alias Catalogue CertificationEntry ExamEntry ItemEntry Tag misfits read_catalogue",
    "ledger.commands": """
        AdoptPolicy Command Enrol Exam ExamVoid Expired Fee Grant Item ItemWithdraw KINDS Provider Recertified
        RecordBatch RecordDecision Reject Rename Retire Reverse Revoke Submit UndoEntry UndoProgrammeEntry Validate
        Withdraw example read_command read_entry
    """,
    "ledger.documents": "inert read_text read_toml",
    "ledger.errors": """
        ConflictError Finding InputError LedgerError NotFoundError PolicyError RefusedError TamperedError plain
    """,
    "ledger.events": """
        BY_TOPIC BatchImported CatalogueAdopted CertificationExpired CertificationGranted
        CertificationRecertified CertificationRedetermined CertificationReinstated CertificationRenamed
        CertificationRetired CertificationRevoked ClaimDecision ClaimRejected ClaimReserved ClaimReversed
        ClaimSubmitted ClaimValidated ClaimWithdrawn Count Credits Decision EVENTS EntryUndone Event ExamPassed
        ExamVoided FeePaid HolderEnrolled ItemListed ItemWithdrawn Origin PolicyAdopted ProgrammeOpened
        ProviderAuthorised ProviderDeauthorised Use credits_text event_id hundredths json_fields
    """,
    "ledger.history": "History Known Recorded cut in_force",
    "ledger.intake": "Report RowError import_file template",
    "ledger.intake.undo": "Left Undo holder_steps programme_steps",
    "ledger.keeping": "kept",
    "ledger.policy": """
        Change Clause ClauseValue CreditsLeaf Dated ExamsLeaf Extension Group LEVEL_CLAUSES Leaf Level Option
        PaidLeaf Policy Remark Revision Term base_of diff lint options read_overlay read_policy
        spec_of with_parts with_set
    """,
    "ledger.programmes": "Pack read_pack shipped",
    "ledger.seal.bounds": "Bounds Witnessed",
    "ledger.seal.checkpoints": "Published Taken",
    "ledger.seal.checks": "SealFinding Verification",
    "ledger.seal.ledgers": """
        bounds_of cosign_checkpoint prove_events publish_checkpoint seal_ledger take_checkpoint verification
    """,
    "ledger.seal.log": "Sealed",
    "ledger.seal.notes": "new_key read_public read_signer",
    "ledger.seal.proofs": "Proven",
    "ledger.version": "VERSION",
    "ledger.when": "AsOf Clock ScriptedClock WallClock civil day_number instant_text parse_date today",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return __all__
