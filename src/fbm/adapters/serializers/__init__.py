"""Params to bytes and back."""
