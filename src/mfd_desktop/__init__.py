"""MFD Desktop: the encrypted case file of one counsellor in a Migrationsfachdienst."""

__version__ = "0.1.0"
