"""A notebook made into a package with tests, proven equal by running both."""
