"""Intake: everything that comes in automatically, by mail, form, call or program.

Owns messages as they arrived, web forms, rules that set mail aside, and intake items that wait for a person.

Promises: a message is stored before anything is done with it. It ends on a journey or is set aside, by a
person or by a rule that a named person answers for. A repeat changes nothing. A malformed message is never
lost.
"""
