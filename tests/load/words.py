"""Texts for the bench desk: words as frequent as Zipf's law has them, the common ones those of a support desk."""

import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

SEED = 20_260_101
VOCABULARY = 6_000

_COMMON = (Path(__file__).parent / "common_words.txt").read_text().split()
_ONSETS = ["b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n"]
_ONSETS += ["p", "pr", "qu", "r", "s", "sh", "st", "t", "tr", "v", "w", "z"]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"]
_CODAS = ["", "", "", "l", "n", "r", "s", "t"]


def paragraphs(count: int) -> Iterator[str]:
    """Of 10 to 50 words each, in sentences."""
    return (_text(chance, chance.randint(10, 50)) for chance in _chances("paragraphs", count))


def subjects(count: int) -> Iterator[str]:
    """Of 3 to 9 words each."""
    return (_text(chance, chance.randint(3, 9)).rstrip(".")[:200] for chance in _chances("subjects", count))


def vocabulary() -> list[str]:
    """Distinct words, the most frequent first; the tail is made of syllables."""
    chance = random.Random(SEED)
    words = dict.fromkeys(_COMMON)
    while len(words) < VOCABULARY:
        words["".join(_syllable(chance) for _ in range(chance.randint(2, 3)))] = None
    return list(words)


def _syllable(chance: random.Random) -> str:
    return chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)


def _chances(name: str, count: int) -> Iterator[random.Random]:
    chance = random.Random(f"{SEED} {name}")
    return (chance for _ in range(count))


_WORDS = vocabulary()
# Mandelbrot's form: without the shift the first word alone would be every ninth.
_WEIGHTS = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(_WORDS) + 1)))


def _text(chance: random.Random, length: int) -> str:
    words = chance.choices(_WORDS, cum_weights=_WEIGHTS, k=length)
    for start in range(0, length, 12):
        words[start] = words[start].capitalize()
        end = min(start + 11, length - 1)
        words[end] += "."
    return " ".join(words)
