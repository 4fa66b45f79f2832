"""Which passphrases are good enough: long, and not among the first that anybody would try.

NIST SP 800-63B-4, 3.1.1.2: fifteen characters or more where nothing else is asked for, no rule about which characters,
no change without a reason, and a list of what is refused.
"""

import re
import unicodedata
from collections.abc import Iterable

from lms.errors import N_, Refusal

SHORTEST = 15
LONGEST = 128
_READ = 8 * LONGEST  # of what is typed: long heaps of accents take minutes to sort
FEWEST_KINDS = 5
LEAST_OWN = 8  # characters that are neither the site's name nor the person's
_SITE = ("palabre", "palaver")
# Runs that a hand makes on a keyboard, and what is counted or spelled out.
_RUNS = (
    "01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "1a2z3e4r5t6y7u8i9o0p",
)  # fmt: skip
# Long ones that lists of stolen passwords hold often, and phrases known by all; letters and digits only.
_COMMON_ONES = """
correcthorsebatterystaple motdepassemotdepasse passwordpassword passwordpassword123 monmotdepassesecret
cestmonmotdepasse jesuisunmotdepasse thisismypassword thisisapassword thisismypassphrase mypasswordispassword
ilovemypassword changemechangeme letmeinletmein administrator administrateur superadministrator iloveyouforever
iloveyousomuch iloveyouiloveyou jetaimejetaime jetaimepourlavie jetaimeplusquetout jesuslovesyou
jesuschristisking jesuschristestroi jesusestseigneur jesusismysaviour dieuestamour dieuestgrand
godisgoodallthetime godisgreatgodisgood thelordismyshepherd leternelestmonberger gloireadieuseul
allahuakbarallahuakbar bismillahirrahmanirrahim alhamdulillahirabbil onceuponatime iletaitunefois tobeornottobe
tobeornottobethatisthequestion etreounepasetre allyouneedislove maytheforcebewithyou quelaforcesoitavectoi
winteriscoming hakunamatata hakunamatatahakunamatata thequickbrownfox thequickbrownfoxjumpsoverthelazydog
portezcevieuxwhiskyaujugeblond libertyegalityfraternity libertéegalitefraternite liberteegalitefraternite
unionreligionfamille unitediscipline unitedisciplinetravail unpeupleunbutunefoi paixtravailpatrie godblessafrica
nkosisikeleliafrika footballfootball chelseafootballclub manchesterunited realmadridclubdefutbol
princesseprincesse sunshinesunshine welcomewelcome bienvenuebienvenue bonjourtoutlemonde helloworldhelloworld
trustno1trustno1 whatisyourpassword donotforgetpassword
"""
_COMMON = frozenset(_COMMON_ONES.split())


def check_passphrase(text: str, own: Iterable[str] = ()) -> str:
    """The passphrase as it is kept (NFC); raises Refusal, saying what to change. `own` are the person's names."""
    phrase = unicodedata.normalize("NFC", text[:_READ])
    if not phrase:
        raise Refusal(N_("Type a new passphrase"))
    if len(phrase) < SHORTEST:
        message = N_("Lengthen the passphrase: %(count)s of %(least)s characters")
        raise Refusal(message, count=len(phrase), least=SHORTEST)
    if len(phrase) > LONGEST or len(text) > _READ:
        raise Refusal(N_("Shorten the passphrase: at most %(most)s characters"), most=LONGEST)
    letters = _folded(phrase)
    if letters in _COMMON or _without(letters, ("123", "2024", "2025", "2026", "1")) in _COMMON:
        raise Refusal(N_("Choose another passphrase: many people have this one, and it is tried first"))
    if len(set(phrase.casefold())) < FEWEST_KINDS or _repeats(phrase.casefold()) or _is_run(letters):
        raise Refusal(N_("Choose another passphrase: this one repeats itself or follows the keyboard"))
    names = [word for name in own for word in re.split(r"[\W_]+", _plain(name)) if len(word) > 2]
    if len(_without(letters, (*_SITE, *sorted(names, key=len, reverse=True)))) < LEAST_OWN:
        raise Refusal(N_("Choose another passphrase: this one is mostly your name, your address or ours"))
    return phrase


def as_typed(text: str) -> str:
    """A passphrase typed to sign in, written as the one that is kept."""
    return unicodedata.normalize("NFC", text[:_READ])[: LONGEST + 1]


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _folded(text: str) -> str:
    """Letters and digits of any script; all of the text where it has none."""
    return "".join(letter for letter in _plain(text) if letter.isalnum()) or text


def _without(letters: str, words: Iterable[str]) -> str:
    for word in words:
        letters = letters.replace(word, "")
    return letters


def _repeats(text: str) -> bool:
    """Whether a text is one short piece again and again."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 8))


def _is_run(letters: str) -> bool:
    """Whether a text is nothing but known runs, forwards or backwards, of three characters or more."""
    runs = [run * 2 for run in _RUNS] + [(run * 2)[::-1] for run in _RUNS]
    start = 0
    while start < len(letters):
        size = max(_shared(run, letters[start:]) for run in runs)
        if size < 3:
            return False
        start += size
    return True


def _shared(run: str, letters: str) -> int:
    """How many first characters of a text stand in a run."""
    size = 0
    while size < len(letters) and letters[: size + 1] in run:
        size += 1
    return size
