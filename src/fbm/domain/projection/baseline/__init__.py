"""A projection fitted on the seasons before: memory, regression, age, park, role and playing time of each stat."""
