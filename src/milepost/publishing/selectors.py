"""The selectors of the room `publishing`."""
