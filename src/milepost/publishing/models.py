"""The models of the room `publishing`."""
