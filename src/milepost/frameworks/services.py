"""The services of the room `frameworks`."""
