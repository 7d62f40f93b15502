"""The only module that formats. Data goes to stdout, talk to stderr.

Text is plain and aligned when piped and a rich table on a terminal; JSON and CSV are the same everywhere.
Whatever came from outside is stripped of control characters before it meets a terminal.
"""

from __future__ import annotations

from cli.show.output import DIGEST_SHOWN, Column, clean, compact, csv_lines, document, on_terminal, put, table, talk

__all__ = ["DIGEST_SHOWN", "Column", "clean", "compact", "csv_lines", "document", "on_terminal", "put", "table", "talk"]
