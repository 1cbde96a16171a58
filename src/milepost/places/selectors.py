"""The selectors of the room `places`."""
