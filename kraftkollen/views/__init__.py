"""What a page or a document shows, as frozen values: each asks access, then joins figures, register and words."""
