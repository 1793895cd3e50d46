"""What is kept of people here, mails above all: handed out, erased, and dropped with the tickets they were about."""
