"""A look at the validation part: the exact AUC of eq. 4, among products of the same kind.

Shapes: U users, P products, N validation pairs of a block, Q products of one kind, D embedding_dim.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from vasg.trainer.data.edges import Indices, TrainingEdges
from vasg.trainer.events import TrainingWarning
from vasg.trainer.loop.look import Ranking
from vasg.trainer.model.vectors import Vectors, unit_rows

# Scores of a block of users, in entries: 64 MiB.
_BLOCK_ENTRIES = 1 << 24
_FLOAT32_COUNTS_TO = 1 << 24
# An AUC over fewer pairs has a standard error of .05 or more.
_FEWEST_PAIRS = 30


class Validator:
    """Ranks the validation pairs (user, product) against all candidates.

    Candidates of a pair are the products of the same kind that its user has neither in the training
    nor in the validation part.
    """

    def __init__(self, edges: TrainingEdges, pairs: Indices, device: torch.device) -> None:
        is_warm_P = edges.product_degree() > 0
        self.warm = _Kind(edges, pairs, is_warm_P, device)
        self.cold = _Kind(edges, pairs, ~is_warm_P, device)

    def can_rank(self, has_encoder: bool) -> bool:
        """Whether any pair can be ranked: a cold product needs an encoder."""
        return self.warm.num_pairs > 0 or (has_encoder and self.cold.num_pairs > 0)

    @torch.no_grad()
    def rank(self, vectors: Vectors) -> Ranking:
        """AUC of the pairs by cosine, and popularity where it is learned; exact, strictly greater."""
        dim, encoded_PW = vectors.dim, vectors.encoded_PW
        return self.rank_rows(
            unit_rows(vectors.user_UW, dim),
            unit_rows(vectors.product_PW, dim),
            unit_rows(encoded_PW, dim) if encoded_PW is not None else None,
        )

    @torch.no_grad()
    def rank_rows(self, user_UD: Tensor, warm_PD: Tensor, cold_PD: Tensor | None) -> Ranking:
        """AUC of the pairs by dot product; None for cold ones without their rows."""
        auc_warm = self.warm.auc(user_UD, warm_PD)
        auc_cold = self.cold.auc(user_UD, cold_PD) if cold_PD is not None else None
        aucs = {kind: auc for kind, auc in ((self.warm, auc_warm), (self.cold, auc_cold)) if auc is not None}
        counted = [kind for kind in aucs if not self._is_noise(kind, cold_PD is not None)]
        score = sum(aucs[kind] for kind in counted) / len(counted)
        return Ranking(auc_warm, auc_cold, score)

    def warnings(self, has_encoder: bool) -> list[TrainingWarning]:
        """What is left out of the score of looks, and why."""
        return [
            TrainingWarning(
                code="VALIDATION_SMALL",
                message=f"Only {kind.num_pairs} {name} validation pairs can be ranked, fewer than "
                f"{_FEWEST_PAIRS}, so their AUC is measured, but has no say in when training stops.",
            )
            for kind, name in ((self.warm, "warm"), (self.cold, "cold"))
            if has_encoder and kind.num_pairs > 0 and self._is_noise(kind, has_encoder)
        ]

    def _is_noise(self, kind: _Kind, has_encoder: bool) -> bool:
        """Whether a kind has too few pairs to have a say beside the other, which has enough."""
        other = self.cold if kind is self.warm else self.warm
        is_other_ranked = other is self.warm or has_encoder
        return kind.num_pairs < _FEWEST_PAIRS <= other.num_pairs and is_other_ranked


class _Kind:
    """Validation pairs and candidates of one kind, warm or cold."""

    def __init__(self, edges: TrainingEdges, pairs: Indices, is_kind_P: Tensor, device: torch.device) -> None:
        self.product_Q = is_kind_P.nonzero().squeeze(1).to(device)
        position_P = torch.full((len(is_kind_P),), -1)
        position_P[is_kind_P] = torch.arange(int(is_kind_P.sum()))
        chosen = _with_candidates(edges, pairs, pairs[is_kind_P.numpy()[pairs[:, 1]]], is_kind_P)
        self.num_pairs = len(chosen)
        self._user_N = torch.from_numpy(chosen[:, 0]).to(device)
        self._target_N = position_P[torch.from_numpy(chosen[:, 1])].to(device)
        row, column = _owned(edges, pairs, chosen[:, 0])
        column = position_P[column]
        # What is in both parts counts once.
        num_columns = max(1, len(self.product_Q))
        owned = torch.unique((row * num_columns + column)[column >= 0])
        num_owned_N = torch.bincount(owned // num_columns, minlength=self.num_pairs)
        self._num_candidates_N = (len(self.product_Q) - num_owned_N).to(device)
        self._owned_row = (owned // num_columns).to(device)
        self._owned_column = (owned % num_columns).to(device)

    def auc(self, user_UD: Tensor, product_PD: Tensor) -> float | None:
        """Mean over pairs of the share of candidates that score strictly below the pair's product."""
        if self.num_pairs == 0:
            return None
        product_QD = functional.embedding(self.product_Q, product_PD)
        size = max(1, _BLOCK_ENTRIES // len(self.product_Q))
        shares = [
            self._block_shares(user_UD, product_QD, start, min(start + size, self.num_pairs))
            for start in range(0, self.num_pairs, size)
        ]
        return torch.cat(shares).mean().item()

    def _block_shares(self, user_UD: Tensor, product_QD: Tensor, start: int, end: int) -> Tensor:
        score_NQ = functional.embedding(self._user_N[start:end], user_UD) @ product_QD.T
        target_N1 = score_NQ.gather(1, self._target_N[start:end, None])
        first, last = torch.searchsorted(
            self._owned_row, torch.tensor([start, end], device=score_NQ.device)
        ).tolist()
        # What the user owns scores highest, the product that is asked for included, so it is never below.
        score_NQ[self._owned_row[first:last] - start, self._owned_column[first:last]] = torch.inf
        # Ones and zeros in place of scores: floats add up fastest, and exactly as far as they can count.
        exact = torch.float32 if len(self.product_Q) < _FLOAT32_COUNTS_TO else torch.float64
        num_below_N = score_NQ.lt_(target_N1).sum(dim=1, dtype=exact)
        return num_below_N.double() / self._num_candidates_N[start:end]


def _with_candidates(edges: TrainingEdges, pairs: Indices, chosen: Indices, is_kind_P: Tensor) -> Indices:
    """The chosen pairs but those of users who own every product of the kind: nothing to rank."""
    row, product = _owned(edges, pairs, chosen[:, 0])
    num_owned_N = np.bincount(row[is_kind_P[product]].numpy(), minlength=len(chosen))
    rankable: Indices = chosen[num_owned_N < int(is_kind_P.sum())]
    return rankable


def _owned(edges: TrainingEdges, pairs: Indices, users: Indices) -> tuple[Tensor, Tensor]:
    """(row, product) of everything the user of each row has in the training or validation part."""
    validated: dict[int, list[int]] = {}
    for user, product in pairs.tolist():
        validated.setdefault(user, []).append(product)
    owned = [
        np.concatenate([edges.products_of(user), np.array(validated[user], dtype=np.int64)])
        for user in users.tolist()
    ]
    row = np.repeat(np.arange(len(users)), [len(products) for products in owned])
    return torch.from_numpy(row), torch.from_numpy(np.concatenate([*owned, users[:0]]))
