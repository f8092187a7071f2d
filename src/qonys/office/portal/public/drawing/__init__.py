"""Pictures the server draws itself, as SVG and HTML without scripts: map, tile grid, small multiples."""
