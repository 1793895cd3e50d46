"""`python -m escalated_identity run|serve|worker|migrate|seed|users …|tokens …|keys …`."""

from escalated_identity.app import command

if __name__ == "__main__":
    command()
