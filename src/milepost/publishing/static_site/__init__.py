"""The public site as files: every page of the published editions, for a plain file server.

``registry`` says what becomes of each public address, ``planning`` lists the files, ``pages``
renders one as a stranger would see it, ``linking`` turns its addresses into relative ones,
``manifest`` remembers what was written from what, ``building`` does it in several processes.
"""
