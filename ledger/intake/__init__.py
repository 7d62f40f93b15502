"""Files in: every line read strictly, recorded once, and accounted for."""

from __future__ import annotations

from ledger.intake.columns import columns, template
from ledger.intake.importing import ERRORS_SHOWN, import_file
from ledger.intake.recording import Progress
from ledger.intake.report import Report, RowError

__all__ = ["ERRORS_SHOWN", "Progress", "Report", "RowError", "columns", "import_file", "template"]
