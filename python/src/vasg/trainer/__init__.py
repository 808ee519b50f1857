"""The trainer server: `python -m vasg.trainer`.

Reads top to bottom as `server` -> `service` -> `training_run` -> `train` -> `skip_gram_stage` and
`encoder_stage` -> `model`, `losses`, `corpus`. Nothing below `training_run` knows gRPC.
"""
