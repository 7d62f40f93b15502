"""What a programme certifies, examines and credits; `ledger.catalogue.read` describes the files of a pack."""

from __future__ import annotations

from ledger.catalogue.entries import Alias, Catalogue, CertificationEntry, ExamEntry, ItemEntry, Tag, misfits
from ledger.catalogue.read import read_catalogue

__all__ = [
    "Alias",
    "Catalogue",
    "CertificationEntry",
    "ExamEntry",
    "ItemEntry",
    "Tag",
    "misfits",
    "read_catalogue",
]
