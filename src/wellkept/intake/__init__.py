"""What comes in by itself: mail.

Owns the messages as they arrived, the web forms, the rules that set some aside, and the intake
items that wait for a person. Promises: a message is stored before anything is done with it; it ends on a journey
or is set aside, by a named person or by a rule that a named person answers for; a repeat changes nothing; none
is ever lost to being malformed.
"""
