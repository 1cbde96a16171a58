"""The models of the room `reviews`."""
