"""Release records as canonical JSON, and back."""
