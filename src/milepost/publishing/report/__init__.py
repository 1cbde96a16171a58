"""The report of an edition: one content tree made from a bundle and an outline, four forms."""
