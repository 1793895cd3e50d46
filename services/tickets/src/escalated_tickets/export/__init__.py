"""Tickets as a table for a spreadsheet."""
