"""How many were never reported: multiple systems estimation, never as one number.

captures_of(sightings) or read_table(path) -> Captures -> estimate_scale -> Scale -> draw_panel
"""

from tocsin.pictures.scale.captures import Captures as Captures
from tocsin.pictures.scale.captures import from_lists as from_lists
from tocsin.pictures.scale.captures import make_captures as make_captures
from tocsin.pictures.scale.drawing import draw_panel as draw_panel
from tocsin.pictures.scale.estimating import estimate_scale as estimate_scale
from tocsin.pictures.scale.records import Grade as Grade
from tocsin.pictures.scale.records import Method as Method
from tocsin.pictures.scale.records import Scale as Scale
from tocsin.pictures.scale.sectors import captures_of as captures_of
from tocsin.pictures.scale.sharing import shared as shared
from tocsin.pictures.scale.tables import read_answers as read_answers
from tocsin.pictures.scale.tables import read_table as read_table
from tocsin.pictures.scale.telling import as_plain as as_plain
