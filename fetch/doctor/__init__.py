"""Doctor: the frame for checks of what this tool assumes about a service."""
