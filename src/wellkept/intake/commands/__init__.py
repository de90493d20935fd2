"""Commands: store messages, bring them where they belong, decide about them, set rules and forms.

`store_mail` and `store_other` store; `routing` and `outcomes` bring them on. `items` and `calls` are
decisions of people.
"""
