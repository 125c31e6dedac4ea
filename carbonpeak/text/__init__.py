"""Files to strings: encodings, formats, and the characters that are read as others."""
