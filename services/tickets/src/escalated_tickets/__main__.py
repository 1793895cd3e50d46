"""`python -m escalated_tickets run|serve|worker|migrate|seed|tickets …|activities …`."""

from escalated_tickets.app import command

if __name__ == "__main__":
    command()
