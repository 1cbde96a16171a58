"""The services of the room `reviews`."""
