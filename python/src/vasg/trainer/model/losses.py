"""The losses as pure functions of tensors.

Shapes: B centers of a batch, C contexts of a center, N negatives, K distinct products, D embedding_dim,
F feature_dim.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

# Scores of negatives that happen to be true contexts; finite, so that a row of only such stays finite.
_MASKED = -1e9


def positive_sigmoid_loss(center_BD: Tensor, context_BCD: Tensor, valid_BC: Tensor) -> Tensor:
    """Mean of -log sigmoid(X_c . X_v) over the batch's pairs (section 3.2, positive pairs only)."""
    score_BC = dot_products(center_BD, context_BCD)
    return masked_mean(functional.softplus(-score_BC), valid_BC)


def sampled_softmax_losses(positive_BC: Tensor, negative_BN: Tensor, hit_BN: Tensor) -> Tensor:
    """-log of the softmax probability of each context against negatives of its own type, [B, C].

    Scores are cosine / temperature minus log(expected count), for positives and negatives alike.
    `hit_BN` marks negatives that are true contexts of the center: they must not be pushed away.
    """
    others_B1 = torch.logsumexp(negative_BN.masked_fill(hit_BN, _MASKED), dim=1, keepdim=True)
    return torch.logaddexp(positive_BC, others_B1) - positive_BC


def negative_sampling_losses(positive_BC: Tensor, negative_BN: Tensor, weight: float) -> Tensor:
    """-log sigmoid of each context's score, and `weight` x the mean of -log sigmoid(-score) of negatives.

    [B, C]. As in word2vec a negative that happens to be a true context stays one: with many nodes it is
    rare, and the optimum of both parts together is known (Levy and Goldberg 2014).
    """
    others_B1 = functional.softplus(negative_BN).mean(dim=1, keepdim=True)
    return functional.softplus(-positive_BC) + weight * others_B1


def accidental_hits(center_B: Tensor, context_BC: Tensor, negative_N: Tensor) -> Tensor:
    """Which negatives are the center itself or one of its contexts, [B, N]; arguments are node ids."""
    hit_BN = center_B[:, None] == negative_N
    for context_B in context_BC.unbind(dim=1):
        hit_BN |= context_B[:, None] == negative_N
    return hit_BN


def reconstruction_loss(decoded_KF: Tensor, feature_KF: Tensor, count_K: Tensor) -> Tensor:
    """Mean squared error over all elements, each product weighted by how often it is a center.

    The same as decoding every occurrence, at the price of the distinct ones (eq. 2).
    """
    error_K = (decoded_KF - feature_KF).square().mean(dim=1)
    weight_K = count_K.to(error_K.dtype)
    return (error_K * weight_K).sum() / weight_K.sum()


def cosine_loss(encoded_BD: Tensor, target_BD: Tensor) -> Tensor:
    """Mean of 1 - cosine(M(f_p), X_p)."""
    return (1 - functional.cosine_similarity(encoded_BD, target_BD, dim=1)).mean()


def learned_weighting(
    skip_gram: Tensor, reconstruction: Tensor, log_variance: Tensor, factor: float = 0.5
) -> Tensor:
    """Sum over both tasks of e^-eta L + eta, times one half (Kendall et al. 2017, reference 18) or 1."""
    task_losses = torch.stack([skip_gram, reconstruction])
    return factor * (torch.exp(-log_variance) * task_losses + log_variance).sum()


def dot_products(center_BD: Tensor, context_BCD: Tensor) -> Tensor:
    """X_c . X_v of every pair, [B, C]; faster this way than as a batch of tiny matrix products."""
    return (context_BCD * center_BD[:, None, :]).sum(dim=2)


def masked_mean(value_BC: Tensor, valid_BC: Tensor) -> Tensor:
    """Mean over valid pairs."""
    return (value_BC * valid_BC).sum() / valid_BC.sum()
