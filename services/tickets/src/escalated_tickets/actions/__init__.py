"""The vocabulary of actions that rules, macros and bulk changes share."""
