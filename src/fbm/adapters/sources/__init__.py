"""Season tables and the files they come from."""
