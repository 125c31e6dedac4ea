"""Plans and collections of them: the registry, corrections by hand, and the tables made of several plans."""
