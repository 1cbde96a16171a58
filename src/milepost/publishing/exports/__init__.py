"""An edition in open formats, made from its bundle alone (``docs/reference/open-formats.md``)."""
