"""The models of the room `frameworks`."""
