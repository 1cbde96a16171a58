"""The errors of the room `indicators`."""
