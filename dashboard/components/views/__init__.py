"""What can be done with a view, which its address names: copy its link, save it under a name."""
