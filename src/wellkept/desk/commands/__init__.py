"""What concerns the whole house at once: `founding` sets it up, `leaving` puts everything of one person into others'
hands."""
