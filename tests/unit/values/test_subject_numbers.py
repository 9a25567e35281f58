"""Public numbers."""

from __future__ import annotations

from tocsin.values.subject_numbers import give_numbers, is_number, number_of


def test_a_number_tells_a_slip_of_the_pen():
    """A wrong character is noticed in nearly every place."""
    number = number_of("R001:3-9:person")
    wrong = [
        number[:i] + c + number[i + 1 :]
        for i in range(2, len(number))
        for c in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        if c != number[i]
    ]
    assert is_number(number)
    assert sum(map(is_number, wrong)) <= 7


def test_no_two_subjects_share_a_number():
    """A hundred thousand subjects have as many numbers."""
    numbers = give_numbers(str(i) for i in range(100_000))
    assert len(set(numbers.values())) == 100_000
