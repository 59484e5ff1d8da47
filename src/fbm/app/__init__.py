"""Use cases, their wiring and the command line."""
