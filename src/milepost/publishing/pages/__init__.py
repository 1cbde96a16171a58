"""Page models: pure functions from bundles to what a template shows."""
