"""Can the notebook be read at all?"""
