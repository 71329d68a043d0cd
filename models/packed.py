"""Matrix products whose weights lie as the processor reads them.

PyTorch lays a bf16 weight out anew for oneDNN at every product, which for few rows takes longer
than the product. Here that is done once, where the processor has bf16. Products are the same to the
last bit: a weight stays as it is where a try says otherwise.

Letters in shapes: R rows, i entries of a row before, o after.
"""

from __future__ import annotations

from typing import Any

ROWS = 8  # of the try; the layout is the same for any number


class Product:
    """Multiplies rows (R x i, or more dimensions before i) with one weight (o x i) and a bias (o).

    ``weight`` is laid out for the processor where that can be, else what was given.
    """

    def __init__(self, weight: Any, bias: Any = None, pack: bool = True) -> None:
        self.bias = bias
        packed: Any = _packed(weight, bias) if pack else None
        self.is_packed = packed is not None
        self.weight: Any = packed if self.is_packed else weight

    def __call__(self, rows: Any) -> Any:
        """Return R x o."""
        from torch.nn.functional import linear

        if self.is_packed:
            return _product(rows, self.weight, self.bias)
        return linear(rows, self.weight, self.bias)


def prepare(model: Any) -> Any:
    """Let the linear layers of a model, but its output layer, compute with ``Product``.

    In and out: the model, whose weights are held once, in the new layout. It can then neither be
    trained nor moved. Layers in another number type, or on another device, stay as they are.
    """
    import torch

    output = model.get_output_embeddings()
    for layer in model.modules():
        if type(layer) is torch.nn.Linear and layer is not output:
            product = Product(layer.weight.detach(), layer.bias)
            if product.is_packed:
                layer.weight = torch.nn.Parameter(product.weight, requires_grad=False)
                vars(layer)["forward"] = product
    weights = list(model.parameters())
    if any(one.is_mkldnn for one in weights):
        for one in weights:  # so that the file, which is mapped as a whole, can be let go
            if not one.is_mkldnn:
                one.data = one.data.clone()
    return model


def _product(rows: Any, weight: Any, bias: Any) -> Any:
    """What PyTorch's compiler calls for layers that it freezes."""
    import torch

    return torch.ops.mkldnn._linear_pointwise(rows, weight, bias, "none", [], "")


def _packed(weight: Any, bias: Any) -> Any:
    """The weight in oneDNN's layout; None where that cannot be, or gives other bits."""
    import torch
    from torch.nn.functional import linear

    if weight.dtype != torch.bfloat16 or weight.device.type != "cpu":
        return None
    rows = weight[:1].expand(ROWS, -1).contiguous()
    try:
        with torch.inference_mode():
            packed = torch.ops.mkldnn._reorder_linear_weight(weight, ROWS)
            same = torch.equal(_product(rows, packed, bias), linear(rows, weight, bias))
    except (AttributeError, RuntimeError):  # another PyTorch, another processor
        return None
    return packed if same else None
