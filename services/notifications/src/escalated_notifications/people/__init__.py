"""A copy of the directory: names, addresses, departments."""
