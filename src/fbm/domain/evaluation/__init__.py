"""How good projections were: the same players for all, measures of error, and how sure their differences are."""
