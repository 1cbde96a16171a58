"""Answers that people and states hand in: surveys, with their tables of answers."""
