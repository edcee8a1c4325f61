"""Answers to the exercises of 4.4: right ones, and each typical wrong one with its row."""

import numpy as np

RATES = "optimization.adam.corrected_rates"
REPAIRED = "optimization.adam.repaired_adam"


# Right answers, some of them the long way round


def corrected_rates(learning_rate, betas, steps):
    t = np.arange(1, steps + 1)
    return learning_rate * np.sqrt(1 - betas[1] ** t) / (1 - betas[0] ** t)


def corrected_rates_in_a_list(learning_rate, betas, steps):
    rates, left1, left2 = [], 1.0, 1.0
    for _ in range(steps):
        left1, left2 = left1 * betas[0], left2 * betas[1]
        rates.append(learning_rate * (1 - left2) ** 0.5 / (1 - left1))
    return rates


def corrected_rates_in_float32(learning_rate, betas, steps):
    t = np.arange(1, steps + 1, dtype=np.float32)
    beta1, beta2 = np.float32(betas)
    return np.float32(learning_rate) * np.sqrt(1 - beta2**t) / (1 - beta1**t)


def repaired_adam(
    gradient,
    start,
    learning_rate,
    steps,
    *,
    first=1,
    power=2,
    inside=False,
    in_place=False,
    beta1=0.9,
    eps=1e-8,
):
    """The text of the exercise; each option puts one of its bugs back."""
    w = start
    path = [w]
    m = v = 0.0
    for t in range(first, steps + first):
        g = gradient(w)
        m = beta1 * m + (1 - beta1) * g
        v = 0.999 * v + 0.001 * g**power
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - 0.999**t)
        root = np.sqrt(v_hat + eps) if inside else np.sqrt(v_hat) + eps
        if in_place:
            w -= learning_rate * m_hat / root
        else:
            w = w - learning_rate * m_hat / root
        path.append(w)
    return np.array(path)


def repaired_as_list(*given):
    return list(repaired_adam(*given))


RIGHT = {
    RATES: [corrected_rates, corrected_rates_in_a_list, corrected_rates_in_float32],
    REPAIRED: [repaired_adam, repaired_as_list],
}


# Wrong ones


def all_four_bugs(*given):
    return repaired_adam(*given, first=0, power=1, inside=True, in_place=True)


def without_start(*given):
    return repaired_adam(*given)[1:]


def without_correction(gradient, start, learning_rate, steps):
    path, m, v = [start], 0.0, 0.0
    for _ in range(steps):
        g = gradient(path[-1])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        path.append(path[-1] - learning_rate * m / (np.sqrt(v) + 1e-8))
    return path


def sign_descent(gradient, start, learning_rate, steps):
    path = [start]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * np.sign(gradient(path[-1])))
    return path


def eps_beside_the_raw_root(gradient, start, learning_rate, steps):
    path, m, v = [start], 0.0, 0.0
    for t in range(1, steps + 1):
        g = gradient(path[-1])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        rate = corrected_rates(learning_rate, (0.9, 0.999), t)[-1]
        path.append(path[-1] - rate * m / (np.sqrt(v) + 1e-8))
    return path


def larger_of_root_and_eps(gradient, start, learning_rate, steps):
    path, m, v = [start], 0.0, 0.0
    for t in range(1, steps + 1):
        g = gradient(path[-1])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        root = np.maximum(np.sqrt(v / (1 - 0.999**t)), 1e-8)
        path.append(path[-1] - learning_rate * m / (1 - 0.9**t) / root)
    return path


# exercise, wrong answer, index of the first row that says "not yet", words of its hint
WRONG = [
    (RATES, lambda rate, betas, steps: rate, 0, "numbers of shape (12,)"),
    (RATES, lambda rate, betas, steps: corrected_rates(rate, betas, steps)[1:], 0, "shape (11,)"),
    (
        RATES,
        lambda rate, betas, steps: [
            rate * np.sqrt(1 - betas[1] ** t) / max(1 - betas[0] ** t, 1e-300) for t in range(steps)
        ],
        0,
        "Wanted positive rates; one of yours is 0",
    ),
    (RATES, lambda rate, betas, steps: np.full(steps, rate), 1, "is 0.7906 long"),
    (
        RATES,
        lambda rate, betas, steps: rate / (1 - betas[0] ** np.arange(1, steps + 1)),
        1,
        "is 7.906 long",
    ),
    (
        RATES,
        lambda rate, betas, steps: rate**2 / np.array(corrected_rates(rate, betas, steps)),
        1,
        "first step with your rate",
    ),
    (
        RATES,
        lambda rate, betas, steps: (
            rate
            * (1 - betas[1] ** np.arange(1, steps + 1))
            / (1 - betas[0] ** np.arange(1, steps + 1))
        ),
        1,
        "is 0.007906 long",
    ),
    (
        RATES,
        lambda rate, betas, steps: np.full(steps, rate * np.sqrt(1 - betas[1]) / (1 - betas[0])),
        2,
        "your step 2 is",
    ),
    (
        RATES,
        lambda rate, betas, steps: corrected_rates(rate, (0.9, 0.999), steps),
        3,
        "With the betas (0.8, 0.95)",
    ),
    (
        RATES,
        lambda rate, betas, steps: corrected_rates(0.25, betas, steps),
        1,
        "At learning rate 0.02 the first step with your rate is 0.25 long",
    ),
    (
        RATES,
        lambda rate, betas, steps: corrected_rates(0.5 * rate**0.5, betas, steps),
        1,
        "At learning rate 0.02",
    ),
    (REPAIRED, all_four_bugs, 0, "returned nan"),
    (REPAIRED, lambda *given: repaired_adam(*given, first=0), 0, "returned nan"),
    (REPAIRED, without_start, 0, "returned shape (6, 2)"),
    (REPAIRED, lambda *given: repaired_adam(*given, in_place=True), 1, "start has changed"),
    (
        REPAIRED,
        lambda g, start, *given: repaired_adam(g, start.copy(), *given, in_place=True),
        1,
        "your first row is",
    ),
    (REPAIRED, lambda *given: repaired_adam(*given, power=1), 2, "returned nan"),
    (REPAIRED, lambda *given: repaired_adam(*given, inside=True), 2, "gradients of 0.0001"),
    (REPAIRED, without_correction, 2, "your first step is [ 0.7906 -0.7906]"),
    (REPAIRED, sign_descent, 3, "later steps"),
    (REPAIRED, lambda *given: repaired_adam(*given, beta1=0.8), 3, "later steps"),
    (
        REPAIRED,
        lambda gradient, start, rate, steps: repaired_adam(gradient, start, 0.25, steps),
        2,
        "At learning rate 0.02",
    ),
    (REPAIRED, eps_beside_the_raw_root, 2, "without its hat"),
    (REPAIRED, lambda *given: repaired_adam(*given, eps=0.0), 4, "1e-8"),
    (REPAIRED, lambda *given: repaired_adam(*given, eps=1e-7), 4, "[ 0.0227 -0.0227  0.    ]"),
    (REPAIRED, lambda *given: repaired_adam(*given, eps=1e-10), 4, "[ 0.2475 -0.2475  0.    ]"),
    (REPAIRED, lambda *given: repaired_adam(*given, inside=True, eps=1e-12), 4, "1e-8"),
    (REPAIRED, larger_of_root_and_eps, 4, "[ 0.25 -0.25  0.  ]"),
]
