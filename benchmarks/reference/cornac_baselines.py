"""BPR-MF and VBPR of cornac, and their AUC of eq. 4 in numpy: nothing here is shared with `vasg`.

    python cornac_baselines.py bpr|vbpr FOLDER SEED KNOBS

FOLDER has `purchases.csv` (user, product, part) and `features.npy`; KNOBS is JSON of our hyper-parameters.
Prints {"warm": AUC, "cold": AUC or null}. How our knobs translate:

- BPR: one `lambda_reg` for users, both products and their biases, which ours is where latent and bias weights are
  equal. Plain SGD, one triple at a time, needs more passes than Adam on batches: with RATE and EPOCHS it is done.
- VBPR: the same Adam, but on sums over the batch where ours are means, which Adam does not see; so lambda_e, which
  is not summed, is ours times the batch. `lambda_w` is for gamma and theta alike. The bias of the other product is
  held by a tenth of lambda_b, ours by all of it.
- Features as ours: standardised over warm products, divided by sqrt(F). Only warm products are known to cornac, so
  that negatives are warm, as ours are.
"""

import inspect
import json
import os
import sys
import textwrap
from collections import OrderedDict
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
import cornac.models.vbpr.recom_vbpr as released
import numpy as np
from cornac.data import Dataset, ImageModality
from cornac.models import BPR, VBPR

RATE, EPOCHS = 0.1, 400


class Split:
    """Purchases by part; products that are bought in `train` are warm."""

    def __init__(self, folder: Path):
        table = np.loadtxt(folder / "purchases.csv", delimiter=",", skiprows=1, dtype=str)
        self.user, self.product, self.part = table[:, 0].astype(int), table[:, 1].astype(int), table[:, 2]
        feature = np.load(folder / "features.npy").astype(np.float64)
        self.num_users, self.num_products = self.user.max() + 1, len(feature)
        self.is_warm = np.zeros(self.num_products, dtype=bool)
        self.is_warm[self.product[self.part == "train"]] = True
        self.is_rated = np.zeros(self.num_products, dtype=bool)
        self.is_rated[self.product] = True
        self.warm = np.flatnonzero(self.is_warm)
        seen = feature[self.warm]
        width = seen.std(axis=0) + 0.01 * seen.std(axis=0).mean()
        scaled = (feature - seen.mean(axis=0)) / np.maximum(width, 1e-12) / np.sqrt(feature.shape[1])
        self.feature = scaled.astype(np.float32)

    def training_set(self, seed: int) -> Dataset:
        """Warm products alone, in their order."""
        is_train = self.part == "train"
        product = np.searchsorted(self.warm, self.product[is_train])
        users = OrderedDict((str(user), user) for user in range(self.num_users))
        products = OrderedDict((str(index), index) for index in range(len(self.warm)))
        rating = np.ones(len(product), dtype=np.float32)
        data = Dataset(
            len(users), len(products), users, products, (self.user[is_train], product, rating), seed=seed
        )
        image = ImageModality(features=self.feature[self.warm], ids=list(products), normalized=False)
        data.add_modalities(item_image=image.build(id_map=data.iid_map))
        return data

    def auc(self, kind: str, user_row: np.ndarray, product_row: np.ndarray) -> float:
        """Eq. 4 among rated products of one kind that the user has in no part; ties are lost."""
        candidate = np.flatnonzero(self.is_rated & (self.is_warm if kind == "warm" else ~self.is_warm))
        shares = []
        for row in np.flatnonzero(self.part == f"test_{kind}"):
            score = product_row @ user_row[self.user[row]]
            others = np.setdiff1d(candidate, self.product[self.user == self.user[row]])
            shares.append(np.mean(score[others] < score[self.product[row]]))
        return float(np.mean(shares))


def normal(random: np.random.Generator, knobs: dict, *shape: int) -> np.ndarray:
    """Where factors start, as ours do."""
    return random.normal(0, knobs["initStd"], shape).astype(np.float32)


def run_bpr(split: Split, knobs: dict, seed: int) -> dict:
    """BPR-MF has no score for cold products."""
    assert knobs["latentRegularization"] == knobs["biasRegularization"]
    random, dim = np.random.default_rng(seed), knobs["embeddingDim"]
    start = {
        "U": normal(random, knobs, split.num_users, dim),
        "V": normal(random, knobs, len(split.warm), dim),
    }
    weight = knobs["latentRegularization"]
    model = BPR(
        k=dim, max_iter=EPOCHS, learning_rate=RATE, lambda_reg=weight, seed=seed, init_params=start
    ).fit(split.training_set(seed))
    product_row = np.zeros((split.num_products, dim + 1), dtype=np.float32)
    product_row[split.warm] = np.column_stack([model.i_factors, model.i_biases])
    user_row = np.column_stack([model.u_factors, np.ones(split.num_users, dtype=np.float32)])
    return {"warm": split.auc("warm", user_row, product_row), "cold": None}


def run_vbpr(split: Split, knobs: dict, seed: int) -> dict:
    """Cold products by the visual part."""
    assert knobs["latentRegularization"] == knobs["visualRegularization"]
    random, dim, visual = np.random.default_rng(seed), knobs["embeddingDim"], knobs["visualDim"]
    feature_dim = split.feature.shape[1]
    start = {
        "Gu": normal(random, knobs, split.num_users, dim),
        "Gi": normal(random, knobs, len(split.warm), dim),
        "Tu": normal(random, knobs, split.num_users, visual),
        "E": normal(random, knobs, feature_dim, visual),
        "Bp": np.zeros((feature_dim, 1), dtype=np.float32),
    }
    model = VBPR(
        k=dim,
        k2=visual,
        n_epochs=knobs["numEpochs"],
        batch_size=knobs["batchSize"],
        learning_rate=knobs["learningRate"],
        lambda_w=knobs["latentRegularization"],
        lambda_b=knobs["biasRegularization"],
        lambda_e=knobs["kernelRegularization"] * knobs["batchSize"],
        seed=seed,
        init_params=start,
        verbose=False,
    ).fit(split.training_set(seed))
    user_row = np.column_stack([model.gamma_user, model.theta_user, np.ones(split.num_users)])
    nothing = np.zeros((split.num_products, dim))
    by_photo = np.column_stack([nothing, split.feature @ model.emb_matrix, split.feature @ model.beta_prime])
    learned = by_photo.copy()
    learned[split.warm, :dim] = model.gamma_item
    learned[split.warm, -1] += model.beta_item
    return {"warm": split.auc("warm", user_row, learned), "cold": split.auc("cold", user_row, by_photo)}


def mend_visual_bias() -> None:
    """cornac 3.0.1 adds the visual bias, a column, to a row: B x B margins, each pair of triples mixed."""
    column, row = "+ feat_diff.mm(Bp)\n", "+ feat_diff.mm(Bp).squeeze(1)\n"
    source = textwrap.dedent(inspect.getsource(VBPR._fit_torch))
    if column in source:
        names = dict(vars(released))
        exec(source.replace(column, row), names)  # noqa: S102
        VBPR._fit_torch = names["_fit_torch"]


if __name__ == "__main__":
    model, folder, seed, knobs = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])
    mend_visual_bias()
    # cornac prints that it is done.
    output, sys.stdout = sys.stdout, sys.stderr
    result = {"bpr": run_bpr, "vbpr": run_vbpr}[model](Split(folder), knobs, seed)
    json.dump(result, output)
