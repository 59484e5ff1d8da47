"""Failures as sentences: one module a feature, so that a light command loads only its own."""
