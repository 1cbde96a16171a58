"""The rules of the room `frameworks`."""
