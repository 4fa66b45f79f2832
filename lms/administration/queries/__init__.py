"""What the pages of the administration show, gathered from the features that hold it."""
