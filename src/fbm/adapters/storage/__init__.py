"""Where bytes live: memory and a local directory."""
