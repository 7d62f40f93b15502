"""The words: parsing a command line, calling ledger and projections, showing what they answer."""
