"""Hyper-parameters of skip-gram models, small enough for tests."""

from __future__ import annotations

from dataclasses import replace

from vasg.trainer.hyperparameters import (
    FeatureScaling,
    Hyperparameters,
    Objective,
    ProductVector,
    TableInit,
    TaskWeighting,
    UserBatches,
    UserVector,
    WalkTransition,
)

PAPER = Hyperparameters(
    embedding_dim=8,
    window_size=7,
    walks_per_node=2,
    walk_length=6,
    walk_transition=WalkTransition.UNIFORM,
    center_stride=1,
    cross_walks=False,
    num_epochs=2,
    batch_size=64,
    user_batches=UserBatches.PROPORTIONAL,
    separate_optimizers=False,
    max_steps=0,
    table_init=TableInit.UNIFORM,
    pretrain_epochs=0,
    init_range=0.5,
    objective=Objective.POSITIVE_SIGMOID,
    context_table=False,
    num_negatives=0,
    negative_weight=0.0,
    negative_power=1.0,
    temperature=0.0,
    table_learning_rate=0.01,
    popularity_learning_rate=0.01,
    network_learning_rate=0.001,
    encoder_learning_rate=0.001,
    weight_decay=0.0,
    user_vector=UserVector.ROW,
    product_vector=ProductVector.TABLE,
    popularity_bias=False,
    id_dropout=0.0,
    use_decoder=True,
    decoder_hidden=(16,),
    task_weighting=TaskWeighting.LEARNED,
    decoder_weight=0.0,
    decoder_dropout=0.5,
    embedding_noise_std=0.0,
    encoder_hidden=(16,),
    encoder_dropout=0.5,
    encoder_output_relu=False,
    frozen_decoder_dropout=False,
    noise_std=0.1,
    feature_scaling=FeatureScaling.GLOBAL_RMS,
    encoder_epochs=4,
    encoder_batch_size=8,
    encoder_cosine_weight=1.0,
    validate_every=5,
    patience=100,
)

JOINT = replace(
    PAPER,
    objective=Objective.SAMPLED_SOFTMAX,
    num_negatives=16,
    temperature=0.1,
    product_vector=ProductVector.CONTENT_PLUS_ID,
    id_dropout=0.5,
    use_decoder=False,
    task_weighting=TaskWeighting.FIXED,
    weight_decay=0.3,
    encoder_epochs=0,
    init_range=0.5,
)

# Ours.
RANKING = replace(
    JOINT,
    objective=Objective.USER_SOFTMAX,
    negative_power=0.0,
    user_vector=UserVector.PROFILE,
    popularity_bias=True,
)

# The settings of the authors' public code, but for their sizes.
AUTHORS = replace(
    PAPER,
    window_size=5,
    walk_length=5,
    walk_transition=WalkTransition.RATING,
    center_stride=3,
    cross_walks=True,
    user_batches=UserBatches.BY_RATIO,
    separate_optimizers=True,
    table_init=TableInit.AUTOENCODER,
    pretrain_epochs=3,
    context_table=True,
    network_learning_rate=0.01,
    task_weighting=TaskWeighting.LEARNED_UNHALVED,
    embedding_noise_std=1.0,
    encoder_output_relu=True,
    frozen_decoder_dropout=True,
    noise_std=0.0,
    feature_scaling=FeatureScaling.PRODUCT_MIN_MAX,
    encoder_cosine_weight=0.0,
    batch_size=16,
)

DEEPWALK = replace(
    PAPER,
    objective=Objective.NEGATIVE_SAMPLING,
    num_negatives=16,
    negative_weight=5.0,
    negative_power=0.75,
    context_table=True,
    use_decoder=False,
)
