"""Season-forward splits and the measures of error."""
