"""Ada and Bob at one school of two: a scene in which what is about somebody else, another team or
another school must not count.
"""

from __future__ import annotations

from tests.staff import World


class AdaAndBob:
    """They work at a school, Ada in a team and also at the school beside it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here, self.beside = world.school("regenboog"), world.school("kompas")
        self.team = world.team(self.here, "Bovenbouw")
        self.ada, self.bob = world.person("Ada Bos"), world.person("Bob Bos")
        world.works(self.ada, self.here, self.team)
        world.works(self.ada, self.beside)
        world.works(self.bob, self.here)
