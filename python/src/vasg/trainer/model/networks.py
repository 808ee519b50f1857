"""Fully connected networks: the decoder M^-1 and the encoder M.

Shapes: B rows, I input width, O output width, F feature_dim.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from vasg.trainer.data.features import Scaling

# Compute capability of Ampere.
_FIRST_WITH_BFLOAT16 = (8, 0)


class DenseNetwork(nn.Module):
    """Linear layers with ReLU and dropout after the hidden ones; the last may end in a ReLU too.

    Dropout on the last layer would put the reconstruction error above the variance of the features.
    """

    def __init__(
        self,
        widths: Sequence[int],
        *,
        dropout: float,
        final_relu: bool,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        self.dropout = dropout
        self.final_relu = final_relu
        self.layers = nn.ModuleList(
            _linear(i, o, generator) for i, o in zip(widths, widths[1:], strict=False)
        )

    def forward(self, x: Tensor, generator: torch.Generator | None = None) -> Tensor:
        """Maps [B, widths[0]] to [B, widths[-1]]; `generator` draws dropout, None is evaluation."""
        if not multiplies_in_bfloat16(x):
            return self._mapped(x, generator)
        with torch.autocast(x.device.type, dtype=torch.bfloat16):
            return self._mapped(x, generator).float()

    def _mapped(self, x: Tensor, generator: torch.Generator | None) -> Tensor:
        last = len(self.layers) - 1
        for k, layer in enumerate(self.layers):
            x = layer(x)
            if k < last or self.final_relu:
                x = functional.relu(x)
            if k < last and generator is not None:
                x = drop(x, self.dropout, generator)
        return x

    def weights(self) -> list[nn.Parameter]:
        """What weight decay applies to: not the biases."""
        return [parameter for parameter in self.parameters() if parameter.dim() == 2]

    def biases(self) -> list[nn.Parameter]:
        """The other parameters."""
        return [parameter for parameter in self.parameters() if parameter.dim() == 1]


def multiplies_in_bfloat16(x: Tensor) -> bool:
    """Whether networks are trained in mixed precision: on CUDA devices that have units for it.

    Parameters, their gradients and all that is not a layer stay float32, and so does evaluation: a client
    goes on with the same layers in float32. On CPU nothing but float32 repeats byte for byte.
    """
    if not (x.is_cuda and torch.is_grad_enabled()):
        return False
    return torch.cuda.get_device_capability(x.device) >= _FIRST_WITH_BFLOAT16


def drop(x: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Dropout whose draws come from `generator`, its probability rounded to 1/256 (255/256 at most).

    One 64-bit draw decides eight entries: faster than torch's own on CPU, where drawing would otherwise
    take longer than the layer.
    """
    threshold = min(round(probability * 256), 255)
    if threshold == 0:
        return x
    words = torch.empty(-(-x.numel() // 8), dtype=torch.int64, device=x.device)
    words.random_(-(2**63), None, generator=generator)
    kept = words.view(torch.uint8)[: x.numel()].view(x.shape) >= threshold
    # One factor of the type of x: multiplying by booleans takes longer.
    return x * kept.to(x.dtype).mul_(256 / (256 - threshold))


def folded_layers(network: DenseNetwork, scaling: Scaling) -> list[tuple[Tensor, Tensor]]:
    """Weight and bias of each layer of a network that takes raw instead of scaled features."""
    first, *others = [
        (layer.weight.detach().cpu(), layer.bias.detach().cpu())
        for layer in network.layers
        if isinstance(layer, nn.Linear)
    ]
    return [folded(*first, scaling), *others]


def folded(weight_OF: Tensor, bias_O: Tensor, scaling: Scaling) -> tuple[Tensor, Tensor]:
    """A layer for scaled features as one for raw features: W (s x + t) + b = (W s) x + (b + W t)."""
    weight_OF, bias_O = weight_OF.double(), bias_O.double()
    factor_F, shift_F = scaling.factor_F.double(), scaling.shift_F.double()
    return (weight_OF * factor_F).float(), (bias_O + weight_OF @ shift_F).float()


def _linear(num_inputs: int, num_outputs: int, generator: torch.Generator) -> nn.Linear:
    """A layer started as torch starts its own, but from `generator`."""
    layer: nn.Linear = nn.utils.skip_init(nn.Linear, num_inputs, num_outputs)  # type: ignore[no-untyped-call]
    bound = 1 / math.sqrt(num_inputs)
    nn.init.uniform_(layer.weight, -bound, bound, generator=generator)
    nn.init.uniform_(layer.bias, -bound, bound, generator=generator)
    return layer
