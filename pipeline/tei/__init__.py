"""TEI in and out: `build` makes the tree, `validate` checks it, `view` reads it back for the templates."""
