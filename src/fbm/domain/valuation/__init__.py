"""What projections are worth in a fantasy league: scores, replacement level, dollars."""
