"""Evaluation: the origin rolls season by season, and what was projected is judged."""
