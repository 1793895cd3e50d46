"""What is kept of people: handed out to them, erased for them; and deleted tickets, thrown away in the end."""
