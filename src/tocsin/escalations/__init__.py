"""An attention unanswered at `as_of`: who is told next."""

from tocsin.escalations.climbing import Answer, Climb, Crossing, Question, climb
from tocsin.escalations.ladder import Ladder, Rung, ladder_of

__all__ = ["Answer", "Climb", "Crossing", "Ladder", "Question", "Rung", "climb", "ladder_of"]
