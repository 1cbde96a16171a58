"""Numbers as readers of a language write them."""

from babel.numbers import format_decimal, format_percent

_MINUS = {"ar": "\u200e-"}


def format_number(value: float, lang: str, decimals: int = 0) -> str:
    """Return a number with the separators of the language and a true minus sign."""
    places = f".{'0' * decimals}" if decimals else ""
    text: str = format_decimal(abs(value), format=f"#,##0{places}", locale=lang)
    is_negative = value < 0 and any(digit in "123456789" for digit in text)
    return f"{_MINUS.get(lang, '−')}{text}" if is_negative else text


def format_share(share: float, lang: str) -> str:
    """Return a share of 1 as a percentage, with one decimal where it is under ten percent."""
    pattern = "#,##0.#%" if 0 < share < 0.0995 else "#,##0%"
    if lang == "fr":
        pattern = pattern.replace("%", "\u202f%")
    text: str = format_percent(share, format=pattern, locale=lang)
    return text


def format_year(when: float) -> str:
    """Return the calendar year of a decimal year, without separators."""
    return str(int(when + 1e-9))
