"""`python -m escalated_notifications run|serve|worker|migrate|seed|deliveries …|mail …`."""

from escalated_notifications.app import command

if __name__ == "__main__":
    command()
