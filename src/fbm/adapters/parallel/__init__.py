"""Tasks on many cores, or on many machines."""
