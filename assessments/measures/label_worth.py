"""What a label is worth, from how often two people who label the same items agree.

The model: two classes, and every label is right with the same probability a, whoever gives it and whatever the
item and its class, independently of the other labels. Two labels then agree with probability A = a^2 + (1 - a)^2
and 2A - 1 = (2a - 1)^2.

Observed agreement also falls where items are genuinely ambiguous, so that there is no one right label to miss.
That part is no error, and better raters do not remove it; read as error it makes accuracy and bits too low.
Errors that people share do the opposite. Say so wherever such a figure is shown.

Scalars in give a float out, arrays an array.
"""

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr

from assessments.measures.checks import Floats, shares

Shares = float | Sequence[float] | NDArray[Any]


@overload
def accuracy_from_agreement(agreement: float) -> float: ...
@overload
def accuracy_from_agreement(agreement: Shares) -> float | Floats: ...
def accuracy_from_agreement(agreement: Shares) -> float | Floats:
    """Probability that one label is right, .5 to 1, from the share A of agreeing pairs of labels.

        a = (1 + sqrt(2A - 1)) / 2

    Of the two solutions the one above chance. Observed A also contains genuine ambiguity, which this reads as
    error. A = .5 gives .5: labels by the toss of a coin.
    Raises ValueError for A outside [.5, 1]: below .5 no pair of such labels can lie.
    Source: the model above; its inverse is elementary.
    """
    return _plain((1 + np.sqrt(_excess("agreement", agreement))) / 2)


@overload
def bits_per_label(accuracy: float) -> float: ...
@overload
def bits_per_label(accuracy: Shares) -> float | Floats: ...
def bits_per_label(accuracy: Shares) -> float | Floats:
    """What one label of accuracy a tells at most about the right class, 0 to 1 bit.

        1 - H2(a),   H2(a) = -a log2 a - (1 - a) log2(1 - a)

    The capacity of a binary symmetric channel. .5 gives 0; so does 0 give 1, since labels that are always wrong
    need only be turned round. An accuracy that was computed from observed agreement takes genuine ambiguity for
    error, and so do its bits.
    Raises ValueError for an accuracy outside [0, 1].
    Source: Shannon 1948, Bell System Technical Journal 27, 379-423.
    """
    right = shares("accuracy", accuracy)
    entropy = (entr(right) + entr(1 - right)) / np.log(2)
    return _plain(np.maximum(1 - entropy, 0.0))


@overload
def sample_ratio(agreement_new: float, agreement_old: float) -> float: ...
@overload
def sample_ratio(agreement_new: Shares, agreement_old: Shares) -> float | Floats: ...
def sample_ratio(agreement_new: Shares, agreement_old: Shares) -> float | Floats:
    """How many labels of the new kind do the work of one of the old, 0 or more; below 1 the new are better.

        n_new / n_old = (2 A_old - 1) / (2 A_new - 1)

    What can be learnt from n noisy labels grows with n (2a - 1)^2 = n (2A - 1). Where part of the disagreement
    is genuine ambiguity, which observed agreement contains as well, the ratio of the errors proper is another
    one. The arguments broadcast. A_old = .5 gives 0: what is replaced was worth nothing.
    Raises ValueError for an agreement outside [.5, 1] and for A_new = .5: no number of labels given by the toss
    of a coin replaces anything.
    Source: Angluin and Laird 1988, Machine Learning 2, 343-370: samples in proportion to 1/(1 - 2 error)^2.
    """
    new, old = _excess("agreement_new", agreement_new), _excess("agreement_old", agreement_old)
    if (new == 0).any():
        raise ValueError("agreement_new must lie above .5: labels that agree by chance alone replace none")
    try:
        return _plain(old / new)
    except ValueError as error:
        raise ValueError(f"agreement_old must broadcast against agreement_new: {error}") from error


def _excess(name: str, agreement: Shares) -> Floats:
    """2A - 1, the share of agreement that chance does not give."""
    share = shares(name, agreement)
    if (share < 0.5).any():
        raise ValueError(
            f"{name} must not lie below .5: two labels with independent, equally likely errors agree more often"
        )
    return 2 * share - 1


def _plain(values: Any) -> float | Floats:
    result: Floats = np.asarray(values, dtype=np.float64)
    return float(result) if result.ndim == 0 else result
