"""Line breaking and fitting, shared by all three formats."""
