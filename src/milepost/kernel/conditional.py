"""What a request says about the copy it holds and the packing it takes."""


def is_among(etag: str, asked: str) -> bool:
    """Whether an ``If-None-Match`` header names the tag (compared weakly, as it must be)."""
    if asked.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == etag for part in asked.split(","))


def accepts_gzip(header: str) -> bool:
    """Whether ``Accept-Encoding`` lets the answer be compressed with gzip."""
    for part in header.split(","):
        name, _semicolon, weight = part.strip().partition(";")
        if name.strip().lower() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
