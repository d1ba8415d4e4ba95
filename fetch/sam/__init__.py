"""SAM.gov as a source: bulk files, keyed services, their quota and their readers."""
