"""Talk beside a ticket: among colleagues, or by mail with a third party. Never a customer's."""
