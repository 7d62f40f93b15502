"""The codes that random histories name: those of the cisco-ce pack, by the family that tells their level."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Plan(NamedTuple):
    """One way to renew: credits and exams (each one of several), with a fee or without."""

    credits: int
    exams: tuple[tuple[str, ...], ...] = ()
    fee: bool = False


FEE = "CE-FEE"
CORE = ("350-401", "350-701", "350-501")
CONCENTRATION = ("300-415", "300-410", "300-420", "300-730")
PROFESSIONAL = (*CONCENTRATION, "350-601")
LAB = ("CCIE-EI-LAB", "CCIE-SEC-LAB", "CCDE-PRACTICAL")
ANY = ("200-301", "200-901", *CONCENTRATION, "350-401", "400-007")

LADDERS: dict[str, list[list[str]]] = {
    "today": [
        ["CCNA"], ["CCNA"], ["CCNA", "CCNA-AUTO"], ["SPEC-300-410"], ["CCNA", "SPEC-300-410"],
        ["CCNP-ENT"], ["CCNP-SEC"], ["CCNA", "CCNP-ENT"], ["CCNP-ENT", "CCNP-SEC"],
        ["CCNA", "SPEC-300-410", "CCNP-ENT", "CCNP-COLLAB"],
        ["CCIE-EI"], ["CCIE-EI"], ["CCIE-SEC"], ["CCIE-SEC"], ["CCDE"], ["CCIE-EI", "CCDE"], ["CCNA", "CCIE-EI"],
        ["CCNA", "CCNP-ENT", "CCIE-EI"], ["CCNP-ENT", "CCIE-EI"], ["CCNA", "SPEC-300-410", "CCNP-SEC", "CCIE-SEC"],
        ["CCST-NET"], ["CCST-NET"], ["CCST-NET", "CCNA"], ["CSM"], ["CSM"], ["CSM", "CCNP-ENT"],
    ],
    "both": [
        ["CCNA"], ["CCNA", "CCNP"], ["CCNP", "CCNP-ENT"], ["CCNP"], ["CCNP"], ["SPEC-300-410"],
        ["CCIE-RS"], ["CCIE-RS"], ["CCIE-RS"], ["CCNA", "CCIE-RS"], ["CCNA", "CCNP", "CCIE-RS"],
        ["CCIE-RS", "CCDE"], ["CCDA", "CCIE-RS"], ["CCNP-ENT", "CCIE-SEC"],
    ],
    "rare": [["CCIE-RS"], ["CCIE-RS"], ["CCNA"], ["CCNA", "CCNP-ENT"], ["CCNP-ENT"], ["CCIE-EI"], ["SPEC-300-410"]],
}  # fmt: skip

PLANS: dict[str, list[Plan]] = {
    "CCNA": [Plan(30), Plan(30), Plan(0, (ANY,))],
    "SPEC": [Plan(40), Plan(40), Plan(0, (PROFESSIONAL,))],
    "CCNP": [
        Plan(80), Plan(80), Plan(40, (PROFESSIONAL,)), Plan(40, (CONCENTRATION,)), Plan(0, (CORE,)),
        Plan(0, (CONCENTRATION, CONCENTRATION)), Plan(0, (("400-007",),)), Plan(0, (LAB,)), Plan(0, (LAB,)),
    ],
    "CCIE": [
        Plan(120), Plan(120), *[Plan(40, (CORE,))] * 5,
        *[Plan(40, (CONCENTRATION, CONCENTRATION))] * 4, *[Plan(80, (CONCENTRATION,))] * 4,
        Plan(0, (CORE, CONCENTRATION)), Plan(0, (CORE, CONCENTRATION)),
        *[Plan(0, (CONCENTRATION, CONCENTRATION, CONCENTRATION))] * 3, *[Plan(0, (CORE, CORE))] * 2,
        Plan(0, (LAB,)),
    ],
    "CCST": [Plan(0, (("100-150", *ANY),))],
    "CSM": [Plan(0, (("820-605",),)), Plan(0, (("820-605",),)), Plan(30)],
}  # fmt: skip
OLD_PLANS: dict[str, list[Plan]] = {
    "CCNA": [Plan(0, (("200-125", "300-101"),)), Plan(30)],
    "SPEC": [Plan(0, (("300-101", "400-101", "350-401"),)), Plan(40)],
    "CCNP": [Plan(0, (("300-101", "300-115", "300-135"),)), *[Plan(0, (("400-101",),))] * 2, Plan(80)],
    "CCIE": [
        Plan(0, (("400-101",),)), Plan(0, (("400-101", "400-007"),)), Plan(0, (("CCIE-RS-LAB",),)), Plan(100, (), True),
        Plan(100, (), True), Plan(120),
    ],
    "CCST": PLANS["CCST"],
}  # fmt: skip

# What the catalogue itself retires.
RETIRED = {"CCDA": date(2020, 2, 24), "CCDP": date(2020, 2, 24)}
_FAMILIES = {"CCDA": "CCNA", "CCDE": "CCIE", "CCDP": "CCNP"}


def family(code: str) -> str:
    """Return the family of a certification."""
    first = code.partition("-")[0]
    return _FAMILIES.get(first, first)
