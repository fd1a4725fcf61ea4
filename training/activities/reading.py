"""PURE: the least time in which a text can have been read, as far as its length tells."""

# Silent reading of ordinary prose runs at about 240 words a minute, and hardly anybody follows a text at more than
# 500 (Brysbaert 2019, Journal of Memory and Language 109; Rayner et al. 2016, Psychological Science in the Public
# Interest 17). At about six characters to a word, the space included, that is 50 characters a second. Scripts that
# say more with a character get a floor that is too low, never one that is too high.
FASTEST_READING = 50  # characters a second
# To choose, to say how sure one is and to confirm, for somebody who knows the keys.
DECIDING_MS = 1000


def floor_ms(*texts: str) -> int:
    """ms below which whoever judges `texts` has hardly read them to the end. What is chosen from is not counted."""
    return DECIDING_MS + 1000 * sum(len(text) for text in texts) // FASTEST_READING
