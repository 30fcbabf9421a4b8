"""Outgoing mail: an outbox in the database is the only way any mail leaves."""
