"""What several claims of this source share."""
