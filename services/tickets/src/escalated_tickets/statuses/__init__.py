"""Statuses, their categories and which may follow which."""
