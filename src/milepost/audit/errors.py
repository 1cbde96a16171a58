"""The errors of the room `audit`."""
