"""What somebody has begun to write on a ticket, kept on the server."""
