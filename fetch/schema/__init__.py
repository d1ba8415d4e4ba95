"""Tables and columns, said once; layouts of the official files."""
