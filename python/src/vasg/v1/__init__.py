"""Generated from `proto/vasg/v1`; the import path is the proto package, so nothing is patched."""
