"""Protocols: what the outside promises, without doing it."""
