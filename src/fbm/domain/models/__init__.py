"""What each kind of model is; fitting one is an adapter's work."""
