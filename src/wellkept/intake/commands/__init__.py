"""Writing: `receiving` stores what arrives, `handling` brings it where it belongs, `items` is what people decide,
`standing` sets up mailboxes and rules."""
