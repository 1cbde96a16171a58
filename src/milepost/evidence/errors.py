"""The errors of the room `evidence`."""
