"""What every service of the suite stands on. It knows no domain: no ticket, no person's mail, no clock of an SLA."""
