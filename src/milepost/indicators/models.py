"""The models of the room `indicators`."""
