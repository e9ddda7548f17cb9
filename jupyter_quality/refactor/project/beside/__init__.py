"""What stands beside the recorded tests of a project as it is, so that nothing but the standard library may be needed."""
