"""What a release is, how versions are named, resolved, compared and laid out. No I/O, no numpy."""
