"""Speeds and sizes, beside a bare limit or a peer in the same run; `make bench` prints them. None of it is a test."""
