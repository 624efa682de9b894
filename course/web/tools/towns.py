"""Towns of the Netherlands, to name a place by: the nearest one says more than degrees do.

Units:  degrees, north and east positive, to a hundredth: about a kilometre, roughly the centre.
"""

from __future__ import annotations

from math import cos, hypot, radians

NEAR = 25  # kilometres from a town that may still be called by its name, as the script counts too
_KM = 111.2  # of one degree north
TOWNS = {
    "Groningen": (53.22, 6.57),
    "Delfzijl": (53.33, 6.92),
    "Stadskanaal": (52.99, 6.95),
    "Leeuwarden": (53.20, 5.80),
    "Drachten": (53.11, 6.10),
    "Sneek": (53.03, 5.66),
    "Harlingen": (53.17, 5.42),
    "Heerenveen": (52.96, 5.92),
    "Nes op Ameland": (53.45, 5.77),
    "West-Terschelling": (53.36, 5.22),
    "Den Burg": (53.05, 4.80),
    "Den Helder": (52.96, 4.76),
    "Assen": (52.99, 6.56),
    "Emmen": (52.79, 6.90),
    "Hoogeveen": (52.72, 6.48),
    "Zwolle": (52.51, 6.09),
    "Kampen": (52.56, 5.91),
    "Deventer": (52.25, 6.16),
    "Almelo": (52.36, 6.66),
    "Hengelo": (52.27, 6.79),
    "Enschede": (52.22, 6.90),
    "Lelystad": (52.51, 5.47),
    "Almere": (52.37, 5.22),
    "Emmeloord": (52.71, 5.75),
    "Harderwijk": (52.34, 5.62),
    "Apeldoorn": (52.21, 5.97),
    "Ede": (52.05, 5.66),
    "Arnhem": (51.98, 5.91),
    "Nijmegen": (51.84, 5.86),
    "Doetinchem": (51.97, 6.29),
    "Zutphen": (52.14, 6.20),
    "Winterswijk": (51.97, 6.72),
    "Tiel": (51.89, 5.43),
    "Utrecht": (52.09, 5.12),
    "Amersfoort": (52.16, 5.39),
    "Veenendaal": (52.03, 5.56),
    "Woerden": (52.09, 4.88),
    "Hilversum": (52.22, 5.18),
    "Alkmaar": (52.63, 4.75),
    "Hoorn": (52.64, 5.06),
    "Purmerend": (52.51, 4.96),
    "Zaandam": (52.44, 4.83),
    "Haarlem": (52.38, 4.64),
    "Amsterdam": (52.37, 4.90),
    "Hoofddorp": (52.30, 4.69),
    "Leiden": (52.16, 4.49),
    "Alphen aan den Rijn": (52.13, 4.66),
    "Gouda": (52.01, 4.71),
    "Den Haag": (52.08, 4.31),
    "Delft": (52.01, 4.36),
    "Rotterdam": (51.92, 4.48),
    "Hellevoetsluis": (51.83, 4.14),
    "Dordrecht": (51.81, 4.67),
    "Gorinchem": (51.83, 4.97),
    "Middelburg": (51.50, 3.61),
    "Goes": (51.50, 3.89),
    "Terneuzen": (51.34, 3.83),
    "Zierikzee": (51.65, 3.92),
    "Bergen op Zoom": (51.49, 4.29),
    "Breda": (51.59, 4.78),
    "Tilburg": (51.56, 5.09),
    "Den Bosch": (51.69, 5.30),
    "Oss": (51.77, 5.52),
    "Eindhoven": (51.44, 5.48),
    "Helmond": (51.48, 5.66),
    "Weert": (51.25, 5.71),
    "Venlo": (51.37, 6.17),
    "Venray": (51.52, 5.97),
    "Roermond": (51.19, 5.99),
    "Sittard": (51.00, 5.87),
    "Heerlen": (50.89, 5.98),
    "Maastricht": (50.85, 5.69),
}


def nearest(latitude: float, longitude: float) -> str:
    """The town nearest to a place; empty when none is near enough to call it by."""
    wide = _KM * cos(radians(latitude))

    def away(name: str) -> float:
        north, east = TOWNS[name]
        return hypot((north - latitude) * _KM, (east - longitude) * wide)

    town = min(TOWNS, key=away)
    return town if away(town) <= NEAR else ""


def as_text() -> str:
    """The table for a script: name, north and east of each, in one line."""
    return ";".join(f"{name}|{north}|{east}" for name, (north, east) in TOWNS.items())
