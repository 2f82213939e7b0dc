"""The parts of a call: paths, parameters, bodies, and values in the form that Asana reads."""
