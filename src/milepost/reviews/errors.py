"""The errors of the room `reviews`."""
