"""Pitches: one typed table, whatever source they come from."""
