"""`fbm ml`: one module a command."""
