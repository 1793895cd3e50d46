"""Mail that leaves the desk."""
