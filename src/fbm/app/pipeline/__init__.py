"""Pipelines: presets, stages over models, and the builder that puts them together."""
