"""The division of Gelsenkirchen: 5 Stadtbezirke and 18 Stadtteile with their keys and places on the schematic map.

Keys: kleinräumige Gliederung of the city; the first digit of a Stadtteil's key is its Stadtbezirk. The map has three
columns and seven rows; the Rhein-Herne-Kanal runs between rows 3 and 4. Of 35 pairs of neighbours 34 touch on it.
"""

MUNICIPALITY = "05513000"
CITY = ("000", "Gelsenkirchen")
DISTRICTS = (("1", "Mitte"), ("2", "Nord"), ("3", "West"), ("4", "Ost"), ("5", "Süd"))

# Key, name, row and column on the map.
QUARTERS = (
    ("10", "Altstadt", 6, 2),
    ("11", "Schalke", 5, 2),
    ("12", "Schalke-Nord", 4, 2),
    ("13", "Bismarck", 4, 3),
    ("14", "Bulmke-Hüllen", 5, 3),
    ("15", "Feldmark", 6, 1),
    ("16", "Heßler", 5, 1),
    ("20", "Buer", 2, 2),
    ("21", "Scholven", 1, 1),
    ("22", "Hassel", 1, 2),
    ("30", "Horst", 4, 1),
    ("31", "Beckhausen", 3, 1),
    ("40", "Erle", 3, 2),
    ("41", "Resse", 2, 3),
    ("42", "Resser Mark", 3, 3),
    ("50", "Neustadt", 7, 2),
    ("51", "Ückendorf", 6, 3),
    ("52", "Rotthausen", 7, 1),
)
