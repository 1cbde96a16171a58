"""The services of the room `evidence`."""
