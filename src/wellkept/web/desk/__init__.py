"""The desk: who is waiting for me?"""
