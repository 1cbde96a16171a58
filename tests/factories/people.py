"""Signing in as a person does: through the form."""

from django.test import Client


def sign_in(client: Client, email: str, password: str) -> Client:
    """Sign in and return the same browser."""
    answer = client.post("/en/work/sign-in/", {"login": email, "password": password})
    assert (answer.status_code, answer["Location"]) == (302, "/en/work/"), answer.content[:300]
    return client
