"""The selectors of the room `evidence`."""
