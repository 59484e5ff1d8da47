"""`fbm contextual`: models that read pitches as a sequence."""
