"""The services of the room `indicators`."""
