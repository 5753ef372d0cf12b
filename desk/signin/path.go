package signin

import (
	"net/url"
	"strings"
)

// longestPath is the most bytes of an address that is remembered over a sign-in.
const longestPath = 2048

// LocalPath is the address when it stays on this host, else the start page. Browsers drop
// tabs and line breaks from an address and read a backslash as a slash, so an address that
// holds any of them is not taken.
func LocalPath(next string) string {
	if len(next) > longestPath || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsFunc(next, isUnsafe) {
		return "/"
	}
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	return next
}

// isUnsafe: what browsers drop or read otherwise.
func isUnsafe(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }
