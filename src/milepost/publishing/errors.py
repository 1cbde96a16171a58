"""The errors of the room `publishing`."""
