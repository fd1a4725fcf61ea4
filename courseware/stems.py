"""PURE: English words without their endings, so that "threatens" and "threatening" are one.

A few rules instead of a whole stemmer: too little taken off loses a match, too much makes one where there is none, and
both are small harm beside a table that nobody can read.
"""

from functools import lru_cache

# From the longest; what is left must have so many letters, and gets what stands beside it put on.
ENDINGS = (
    ("fulness", 4, ""), ("ousness", 4, ""), ("ations", 4, "ate"), ("ation", 4, "ate"), ("ements", 4, ""),
    ("ement", 4, ""), ("nesses", 4, ""), ("ness", 4, ""), ("ments", 4, ""), ("ment", 4, ""), ("ities", 4, ""),
    ("ity", 4, ""), ("tions", 4, "t"), ("tion", 4, "t"), ("sions", 4, "d"), ("sion", 4, "d"),
    ("ically", 4, "ic"), ("fully", 4, ""), ("ingly", 4, ""), ("edly", 4, ""), ("ally", 4, ""), ("ies", 3, "y"),
    ("ied", 3, "y"), ("ily", 4, "y"), ("ings", 3, ""), ("ing", 3, ""), ("ers", 4, ""), ("est", 4, ""), ("ful", 4, ""),
    ("ed", 3, ""), ("er", 4, ""), ("ly", 4, ""), ("es", 3, ""), ("s", 3, ""),
)  # fmt: skip
SHORTEST = 3
# Forms that no rule reaches.
IRREGULAR = {
    "began": "begin", "begun": "begin", "bought": "buy", "broke": "break", "broken": "break", "brought": "bring",
    "came": "come", "children": "child", "chose": "choose", "chosen": "choose", "denied": "deny", "denies": "deny",
    "family": "famili", "felt": "feel", "found": "find", "gave": "give", "given": "give", "held": "hold",
    "kept": "keep", "knew": "know", "known": "know", "left": "leave", "lent": "lend", "lied": "lie", "lies": "lie",
    "lives": "life", "lost": "lose", "lying": "lie", "meant": "mean", "men": "man", "met": "meet", "paid": "pay",
    "said": "say", "sent": "send", "shown": "show", "sold": "sell", "spoke": "speak", "spoken": "speak",
    "stood": "stand", "taken": "take", "thought": "think", "told": "tell", "took": "take",
    "understood": "understand", "women": "woman", "written": "write", "wrote": "write",
}  # fmt: skip


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """`word` in lower case -> its stem."""
    if word in IRREGULAR:
        return _tidy(IRREGULAR[word])
    for ending, least, put_on in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            return _tidy(word[: -len(ending)] + put_on)
    return _tidy(word)


def _tidy(stemmed: str) -> str:
    """One spelling for what the rules leave in two: "stopp" and "stop", "quote" and "quot"."""
    if len(stemmed) > SHORTEST and stemmed[-1] == stemmed[-2] and stemmed[-1] not in "aeiouls":
        return stemmed[:-1]
    if len(stemmed) > SHORTEST and stemmed[-1] in "ey":
        return stemmed[:-1] + ("i" if stemmed[-1] == "y" else "")
    return stemmed
