"""Template tags of the room `intake`."""
