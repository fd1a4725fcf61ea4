from hypothesis import given
from hypothesis import strategies as st

from courseware.likeness import NEARLY_SAME, alike, likeness, sketch, sketches, text_hash, words_of

STORY = (
    "The council met on Tuesday to decide whether the old swimming hall should be repaired or sold to a builder who "
    "wants to put up flats, and after two hours of talk it put the matter off until the autumn because the costs were "
    "not known and nobody could say where the schools would take their swimming lessons in the meantime"
)


def words(text: str) -> list[str]:
    return words_of({"text": text})


def test_case_spaces_and_punctuation_do_not_make_another_text():
    assert text_hash(words("The  lift, is broken!")) == text_hash(words("the lift is broken"))
    assert text_hash(words("The lift is broken")) != text_hash(words("The lift is not broken"))


def test_every_field_counts_and_their_order_does_not():
    one = {"source": "it rains", "claim": "it is wet"}
    assert words_of(one) == words_of(dict(reversed(one.items())))
    assert text_hash(words_of(one)) != text_hash(words_of({"source": "it rains", "claim": "it is dry"}))


def test_a_changed_word_leaves_a_text_nearly_the_same():
    changed = sketch(words(STORY.replace("Tuesday", "Monday")))
    assert likeness(sketch(words(STORY)), changed) >= NEARLY_SAME


def test_other_texts_are_not_alike():
    other = "Please summarise the report below in three sentences for a reader who has not followed the story so far"
    assert likeness(sketch(words(STORY)), sketch(words(other))) < 0.2


def test_half_a_text_is_about_half_like_it():
    half = " ".join(STORY.split()[: len(STORY.split()) // 2])
    assert 0.2 < likeness(sketch(words(STORY)), sketch(words(half))) < 0.8


@given(st.lists(st.text("abcdef", min_size=1, max_size=4), max_size=30))
def test_a_text_is_like_itself_whatever_it_is(some_words):
    assert likeness(sketch(some_words), sketch(list(some_words))) == 1
    assert len(sketch(some_words)) == 64


def test_many_at_once_are_sketched_as_one_by_one():
    texts = [words(STORY), [], ["one"], ["one", "two"], words(STORY)[::-1], ["one", "two", "three"]]
    assert [row.tobytes() for row in sketches(texts)] == [sketch(text) for text in texts]


def test_near_copies_are_found_among_others_and_named_by_the_earlier_one():
    others = [[f"w{i}-{j}" for j in range(40)] for i in range(200)]
    copy, near = words(STORY), words(STORY.replace("Tuesday", "Monday"))
    texts = [*others[:50], words(STORY), *others[50:100], copy, *others[100:], near]
    later, earlier, share = alike(sketches(texts))
    assert list(zip(later.tolist(), earlier.tolist(), strict=True)) == [(101, 50), (202, 50)]
    assert share[0] == 1
    assert NEARLY_SAME <= share[1] < 1


def test_what_is_unlike_gives_no_pairs():
    later, earlier, share = alike(sketches([["a", "b", "c"], ["d", "e", "f"]]))
    assert (later.size, earlier.size, share.size) == (0, 0, 0)
