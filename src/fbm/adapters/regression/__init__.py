"""Regressions by numpy."""
