"""How far projections miss: spreads learned from seasons that were projected without being seen."""
