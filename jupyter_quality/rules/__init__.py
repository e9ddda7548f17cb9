"""What would a senior reviewer point out? One file a rule, in a folder a family."""
