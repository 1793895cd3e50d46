"""Fields that an administrator adds to tickets."""
