"""Saves, holds and blown saves from plays, and the lines they belong to."""
