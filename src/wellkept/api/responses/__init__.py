"""Response bodies, by noun. Names are the glossary's words. Instants are UTC. Money is a decimal in a string."""
