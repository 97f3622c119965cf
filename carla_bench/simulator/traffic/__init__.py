"""Traffic lights and signs: read from OpenDRIVE, cycling, and noticed by vehicles."""
