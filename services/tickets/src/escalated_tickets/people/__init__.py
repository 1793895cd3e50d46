"""This service's copy of people and departments."""
