"""What the tests of every service stand on: real PostgreSQL and NATS, databases, keys and tokens. See `plugin`."""
