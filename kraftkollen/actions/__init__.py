"""Everything that writes: each action asks access first, then joins intake, geography, disclosure and store."""
