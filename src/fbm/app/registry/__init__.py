"""The model registry: publish, list, resolve, load, compare and remove versions of every kind, through one door."""
