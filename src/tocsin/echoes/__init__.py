"""Reports and subjects → echoes and voices: which report repeats which, and how many remain."""

from tocsin.echoes.accounts import AccountReader, Said
from tocsin.echoes.finder import EchoFinder, find_echoes
from tocsin.echoes.voices import VoiceCounter

__all__ = ["AccountReader", "EchoFinder", "Said", "VoiceCounter", "find_echoes"]
