"""From season lines to feature matrices."""
