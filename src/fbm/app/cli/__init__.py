"""The command line: flags, columns and exit codes."""
