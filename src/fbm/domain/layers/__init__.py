"""Learned layers on a projection: what they see, what they predict, and how several of them are blended."""
