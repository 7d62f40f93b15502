"""Keeping a ledger safe: copies that are verified before they bear a name, and what a damaged file still holds."""
