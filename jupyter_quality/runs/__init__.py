"""What was run, and is it still true?"""
