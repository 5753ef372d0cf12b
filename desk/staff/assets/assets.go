// Package assets holds what the pages are dressed in: the stylesheets and the font, served by this
// program, so that no page asks another host for anything. It holds no page and no script; README.md
// tells which classes give what.
package assets

import "embed"

// Files are the stylesheets and fonts by the names that balans.css and the pages use, such as
// "balans.css" and "open-sans-400.woff2".
//
//go:embed *.css *.woff2
var Files embed.FS
