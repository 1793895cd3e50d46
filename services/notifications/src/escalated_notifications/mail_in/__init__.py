"""Mail that comes to the desk."""
