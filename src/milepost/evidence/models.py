"""The models of the room `evidence`."""
