"""Code that knows a library, a file, a clock or a network."""
