"""A person's data, handed out or erased in every service by one request that reports per service."""
