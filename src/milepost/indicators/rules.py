"""The rules of the room `indicators`."""
