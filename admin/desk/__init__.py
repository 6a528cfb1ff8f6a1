"""What pages of the desk share, whatever they are about."""
