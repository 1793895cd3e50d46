"""Runs the suite on one machine, and gives tests the same servers.

Nothing here is imported by a service: in containers and clusters the same processes are started by other means.
"""
