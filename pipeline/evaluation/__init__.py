"""The newsroom's own evaluation: gold cases, scores, floors. See docs/evaluation.md."""
