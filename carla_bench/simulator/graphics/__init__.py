"""Pictures by ray casting: Embree finds the surfaces, numpy shades them."""
