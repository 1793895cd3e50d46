"""Replies that wait for their time: for a second thought, or for the morning."""
