package parameter

// For tests of the stored form.
var (
	FormatBody = formatBody
	ParseBody  = parseBody
)
