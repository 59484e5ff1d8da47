"""Judgements as files: tables, pages and plots."""
