"""What listings remember, in files that can be deleted at any time."""
