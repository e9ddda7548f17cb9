"""Are the libraries used as they are meant? Calls that do nothing, compare with NaN, or are gone."""

GOOD = "The libraries are used as they are meant."
