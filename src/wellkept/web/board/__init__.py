"""The board: where is everything?"""
