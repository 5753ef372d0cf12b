package together

// MaxID is the most characters of an id.
const MaxID = 40

// AnID is what is expected where IsID is false.
const AnID = "1 to 40 of A to Z, a to z, digits, full stop, underscore and hyphen, not beginning with a hyphen"

// IsID reports whether an id of a group can stand in a file. It does not begin with a hyphen,
// which a spreadsheet takes for a formula.
func IsID(id []byte) bool {
	if len(id) == 0 || len(id) > MaxID || id[0] == '-' {
		return false
	}
	for _, c := range id {
		if !idBytes[c] {
			return false
		}
	}
	return true
}

// idBytes are those that can stand in an id.
var idBytes = func() (can [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") {
		can[c] = true
	}
	return can
}()
