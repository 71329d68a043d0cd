"""Actors: who is named, known to the story or not, in what role and office."""
