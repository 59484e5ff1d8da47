"""Files from the makers of data, over HTTP."""
