"""Checkpoints, proofs and keys that mean harm: nobody signs, keeps or believes them."""

from __future__ import annotations

import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from ledger.seal import verify
from tests.hostile.cases import Case, cases, files, lay_out
from tests.hostile.target import Answer, Screen, Target, expect_harmless

CASES = cases("seal")
GENUINE = {
    "checkpoint": "held/7.checkpoint",
    "proof": "proofs/4.tlog-proof",
    "end": "proofs/*.end",
    "verifier": "keys/log.pub",
    "signer": "keys/log",
}
KEEPING = (
    "checkpoint take {} --log ../keys/log.pub --witness ../keys/witness.pub",
    "witness cosign {} --log ../keys/log.pub --state ../held/state --key ../keys/witness",
)


def of(kind: str) -> list[Case]:
    return [case for case in CASES if case.more["kind"] == kind]


def test_every_file_has_a_case() -> None:
    assert {case.file for case in CASES if case.file} == files("seal")


def prepared(case: Case, target: Target) -> Path:
    """Lay out a hostile file, or the genuine one changed, where keys and checkpoints lie."""
    if case.file:
        return lay_out("seal", case.file, target.folder / "held")
    (genuine,) = target.folder.glob(GENUINE[case.more["kind"]])
    text = genuine.read_text(encoding="utf-8")
    changed = re.sub(case.more["pattern"], case.more["by"], text)
    assert changed != text
    path = target.folder / "held" / f"changed{genuine.suffix}"
    path.write_bytes(changed.encode("utf-8", "surrogatepass"))
    return path


@pytest.mark.parametrize("case", of("checkpoint"), ids=str)
def test_a_hostile_checkpoint_is_told_and_neither_kept_nor_cosigned(case: Case, target: Target) -> None:
    path, before = prepared(case, target), target.events()
    answer = target.run("verify", "--checkpoint", str(path))
    expect_harmless(answer, *case.codes)
    assert case.says in answer.said
    expect_harmless(target.run("verify", "--checkpoint", str(path), "--json"), *case.codes)
    codes = case.more.get("keep", (1, 2, 3))  # What else somebody signed is no matter.
    expect_harmless(target.run("verify", "--checkpoint", str(path), "--signed-by", "../keys/log.pub"), *codes)
    answers = [target.run(*line.format(path).split()) for line in KEEPING]
    for answer in answers:
        expect_harmless(answer, *codes)
    assert (target.folder / "held" / "state").exists() <= (answers[-1].code == 0)
    assert target.events() == before


def checked(target: Target, *files: Path) -> Answer:
    """Run the verifier that stands alone."""
    out, err = Screen(), Screen()
    with redirect_stdout(out), redirect_stderr(err):
        code = verify.main(["--log", (target.folder / "keys" / "log.pub").read_text("utf-8"), *map(str, files)])
    return Answer(code, out.getvalue(), err.getvalue())


@pytest.mark.parametrize("case", of("proof"), ids=str)
def test_a_hostile_proof_is_refused(case: Case, target: Target) -> None:
    answer = checked(target, prepared(case, target))
    expect_harmless(answer, *case.codes)
    assert case.says in answer.said


@pytest.mark.parametrize("case", of("end"), ids=str)
def test_a_hostile_end_is_refused_beside_proofs_that_hold(case: Case, target: Target) -> None:
    proofs = sorted((target.folder / "proofs").glob("*.tlog-proof"))
    answer = checked(target, *proofs, prepared(case, target).rename(target.folder / "proofs" / "changed.end"))
    expect_harmless(answer, *case.codes)
    assert answer.said.count("holds") == len(proofs)
    assert answer.said.count("REFUSED") == 1


@pytest.mark.parametrize("case", of("verifier"), ids=str)
def test_a_hostile_verifier_key_is_refused(case: Case, target: Target) -> None:
    answer = target.run("verify", "--signed-by", str(prepared(case, target)))
    expect_harmless(answer, *case.codes)
    assert case.says in answer.said


@pytest.mark.parametrize("case", of("signer"), ids=str)
def test_a_hostile_signing_key_signs_nothing(case: Case, target: Target) -> None:
    path = prepared(case, target)
    path.chmod(0o600)
    before = sorted(each.name for each in (target.folder / "held").iterdir())
    for line in (
        f"checkpoint publish --to ../held --key {path}",
        f"prove H-1 --out ../held --key {path}",
        f"witness cosign ../held/7.request --log ../keys/log.pub --state ../held/state --key {path}",
    ):
        answer = target.run(*line.split())
        expect_harmless(answer, *case.codes)
        assert case.says in answer.said
    assert sorted(each.name for each in (target.folder / "held").iterdir()) == before
