"""The selectors of the room `frameworks`."""
