"""The rules of the room `publishing`."""
