"""The errors of the room `frameworks`."""
