"""Tags and their colours."""
