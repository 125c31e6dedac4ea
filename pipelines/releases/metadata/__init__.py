"""What a release says of itself, a module a standard, each made from the descriptor in `datapackage.json`."""
