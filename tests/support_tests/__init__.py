"""Do the tests' own instruments see what they are made to see? Each is shown something bad."""
