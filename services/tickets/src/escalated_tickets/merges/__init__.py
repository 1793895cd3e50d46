"""Merging one ticket into another, and taking that back within a day."""
