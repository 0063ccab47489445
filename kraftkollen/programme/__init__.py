"""What follows from the register: sums of money, who overlaps whom, what is answered. Pure functions over typed values."""
