"""The content of the customer's page: what comes next, what we need, the stages, the history."""
