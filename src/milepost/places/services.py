"""The services of the room `places`."""
