"""Framework of the doctor: assumptions about a service, put to the proof."""
