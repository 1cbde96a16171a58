"""The rules of the room `places`."""
