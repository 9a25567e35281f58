"""Commands of the casework application; they load without Django and say how to install it."""
