"""`python -m escalated_sla run|serve|worker|migrate|seed|sla …|escalations …`."""

from escalated_sla.app import command

if __name__ == "__main__":
    command()
