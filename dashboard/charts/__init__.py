"""Charts: a frame in, a Plotly figure as a plain dictionary out."""
