"""The trainer server: `python -m vasg.trainer`.

Reads top to bottom as `server` -> `service` -> `session` -> `train` -> `skip_gram_stage` and
`encoder_stage` -> `objective` -> `model`, `losses`, `corpus`. Below `session` nothing knows gRPC.
"""

import os

# Before torch is loaded: threads that wait for each other sleep rather than spin. Beside the client's own
# threads, spinning makes a step many times slower; on an idle machine sleeping costs little.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
