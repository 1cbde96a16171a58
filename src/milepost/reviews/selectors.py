"""The selectors of the room `reviews`."""
