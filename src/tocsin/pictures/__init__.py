"""What the whole looks like: networks, trends and the scale. Pictures read and never write."""
