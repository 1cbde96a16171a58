"""The services of the room `publishing`."""
