"""What course files say: from text to the frozen values of `model`, with each mistake told where it stands."""
