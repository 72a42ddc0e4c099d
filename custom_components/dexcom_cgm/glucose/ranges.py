"""The limits that glucose is compared with, and the cadence of the readings.

Glucose is in whole mg/dL, and limits of a band are part of it. Sources: Battelino 2019,
doi:10.2337/dci19-0028, for the bands; Dexcom's documentation for what a sensor reports.
"""

# Values a sensor reports for "below 40" and "above 400".
BELOW_RANGE = 39
ABOVE_RANGE = 401
# Values a sensor measures.
MEASURED = range(40, 401)
# A tenth of the molar mass of glucose, rounded as Home Assistant rounds it.
MG_DL_PER_MMOL_L = 18.016

# Clinical bands. Below VERY_LOW is level 2, below LOW is below range; above HIGH is above
# range, above VERY_HIGH is level 2.
VERY_LOW = 54
LOW = 70
HIGH = 180
VERY_HIGH = 250
IN_RANGE = range(LOW, HIGH + 1)
# Upper limit of the tight range; PMC10877396.
TIGHT_HIGH = 140

# Seconds between two readings, and readings a day.
CADENCE = 300
READINGS_PER_DAY = 24 * 3600 // CADENCE
# Two missing readings end an episode, a delta and a line in a graph, in seconds.
MAX_GAP = 16 * 60
