"""The rules of the room `reviews`."""
