"""Pitches as a sequence: codes, players' games, what betrays what, and the tables a network is judged against."""
