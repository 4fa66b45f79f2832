"""A device in two words, from what its browser says of itself: enough to recognise one's own, and no more is kept."""

LONGEST = 80
# The first that fits: every browser also claims to be those it descends from.
_BROWSERS = (
    ("OPR/Mini", "Opera Mini"), ("Opera Mini", "Opera Mini"), ("OPR/", "Opera"), ("OPX/", "Opera"),
    ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edg/", "Edge"), ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"), ("HuaweiBrowser/", "Huawei Browser"), ("PHX/", "Phoenix"), ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("KAIOS/", "KaiOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_in_words(user_agent: str) -> str:
    """Browser and system, "" for what cannot be recognised: Chrome, Android."""
    names = (next((name for mark, name in known if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in names if name)[:LONGEST]
