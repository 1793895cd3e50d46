"""gRPC between services: deadlines, service tokens, and the same typed errors on both ends."""
