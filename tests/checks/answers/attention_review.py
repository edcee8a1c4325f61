"""Answers to the problem with a check on chapter 8's last page."""

import numpy as np


def error_of(E, h, target, T):
    z = E @ h / T
    p = np.exp(z - z.max())
    p = p / p.sum()
    return p - np.eye(len(p))[target]


def raised(E, h, target, T, learning_rate):
    return h - learning_rate * error_of(E, h, target, T) @ E / T


def through_logs(E, h, target, T, learning_rate):
    z = np.asarray(E) @ h / T
    p = np.exp(z - np.logaddexp.reduce(z))
    return h + learning_rate / T * (E[target] - E.T @ p)


def uphill(E, h, target, T, learning_rate):
    return h + learning_rate * error_of(E, h, target, T) @ E / T


def without_the_way_back(E, h, target, T, learning_rate):
    return h - learning_rate * error_of(E, h, target, T) @ E


def warm_only_on_the_way_back(E, h, target, T, learning_rate):
    return h - learning_rate * error_of(E, h, target, 1) @ E / T


def stepping_in_the_logits(E, h, target, T, learning_rate):
    return E @ h - learning_rate * error_of(E, h, target, T)


def of_the_truth_alone(E, h, target, T, learning_rate):
    return h + learning_rate * E[target] / T


def in_place(E, h, target, T, learning_rate):
    h -= learning_rate * error_of(E, h, target, T) @ E / T
    return h


def overflowing(E, h, target, T, learning_rate):
    with np.errstate(over="ignore", invalid="ignore"):
        p = np.exp(E @ h / T)
        return h - learning_rate * (p / p.sum() - np.eye(len(p))[target]) @ E / T


NAME = "models.review.raised"
RIGHT = {NAME: [raised, through_logs]}
WRONG = [
    (NAME, stepping_in_the_logits, 0, "shape (4,)"),
    (NAME, in_place, 0, "changed the table or the context"),
    (NAME, uphill, 1, "the loss went from"),
    (NAME, of_the_truth_alone, 2, "measured slopes"),
    (NAME, without_the_way_back, 3, "on the way back"),
    (NAME, warm_only_on_the_way_back, 3, "on the way back"),
    (NAME, overflowing, 4, "nan"),
]
