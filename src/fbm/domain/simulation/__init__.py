"""A simulated league whose true talent is known."""
