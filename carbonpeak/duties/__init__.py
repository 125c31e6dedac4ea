"""Who is responsible: lists of bodies, the roles in them, the tasks they belong to."""
