"""The rules of the room `audit`."""
