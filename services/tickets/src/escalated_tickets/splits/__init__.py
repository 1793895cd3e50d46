"""Splitting: some messages of a ticket become a ticket of their own."""
