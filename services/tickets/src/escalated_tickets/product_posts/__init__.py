"""The posts that the product documents below the UI's prefix, in its words: doors to the API's own functions."""
