"""Names of bodies: how they are built and listed, and which body a name means."""
