"""Fantasy Baseball Manager."""
