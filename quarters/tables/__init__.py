"""Columns of the lists of quarters."""
