"""How often one address may ask: a count for each minute, over all processes of the instance.

The counts are kept in the cache ``rates``. Two requests in the same instant may be counted as
one; the limit keeps a careless script from taking the instance for itself, no more.
"""

import hashlib
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.http.response import HttpResponseBase

WINDOW = 60
"""Seconds in which requests are counted."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What an address may still ask in this minute."""

    limit: int
    used: int
    seconds: int

    @property
    def is_exceeded(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.limit

    def write(self, response: HttpResponseBase) -> None:
        """Say it in the headers of an answer."""
        left = max(self.limit - self.used, 0)
        response.headers["RateLimit-Policy"] = f'"address";q={self.limit};w={WINDOW}'
        response.headers["RateLimit"] = f'"address";r={left};t={self.seconds}'
        if self.is_exceeded:
            response.headers["Retry-After"] = str(self.seconds)


def address_of_reader(request: HttpRequest) -> str:
    """Return from which address a request comes.

    Each proxy adds the address that it saw at the end of ``X-Forwarded-For``. What stands before
    those of one's own proxies was written by the reader, who may write anything, and is not read.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    proxies = int(settings.MILEPOST_PROXIES)
    if not proxies:
        return direct
    seen = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    return seen[-proxies].strip() if len(seen) >= proxies and seen[-proxies].strip() else direct


def count_request(address: str) -> Rate:
    """Count one request of an address, of which only a fingerprint for the minute is kept."""
    limit = int(settings.MILEPOST_API_RATE)
    window, passed = divmod(int(time.time()), WINDOW)
    name = hashlib.sha256(f"{settings.SECRET_KEY}|{window}|{address}".encode()).hexdigest()
    cache = caches["rates"]
    key = f"api:{name[:32]}"
    used = int(cache.get(key, 0)) + 1
    if used <= limit + 1:
        cache.set(key, used, 2 * WINDOW)
    return Rate(limit, used, WINDOW - passed)
