"""The models of the room `places`."""
