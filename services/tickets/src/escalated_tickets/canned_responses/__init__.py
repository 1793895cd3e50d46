"""Canned responses: texts with variables and files, ready to be sent."""
