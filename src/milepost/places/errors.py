"""The errors of the room `places`."""
