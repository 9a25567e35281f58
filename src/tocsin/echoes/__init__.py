"""Reports and subjects → echoes and voices: which report repeats which, and how many remain."""

from tocsin.echoes.finder import EchoFinder, find_echoes
from tocsin.echoes.voices import VoiceCounter

__all__ = ["EchoFinder", "VoiceCounter", "find_echoes"]
