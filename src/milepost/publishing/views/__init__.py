"""Views of the public site. They read bundles only: no session, no person, no database."""
