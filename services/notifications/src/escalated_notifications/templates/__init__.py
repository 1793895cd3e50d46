"""The texts of mails, and how they become text and HTML."""
