"""The language of pages, refusals, wires and programs' answers: asked for, chosen, and said in headers."""

import json

from board.languages.browser import address
from board.languages.language import Language
from board.web.languages import COOKIE
from tests.web.organisers import begins
from tests.web.programs import Program, Programs
