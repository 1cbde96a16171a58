"""The selectors of the room `indicators`."""
