"""The report: one HTML file that opens from disk, with everything in it."""
