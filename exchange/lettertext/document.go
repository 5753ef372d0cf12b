package lettertext

// Form is what kind of file the text was taken from.
type Form string

// The forms.
const (
	Text Form = "text"
	HTML Form = "html"
	PDF  Form = "pdf"
)

// Document is the text of a file as numbered lines.
type Document struct {
	Form     Form
	Encoding string // what the bytes were: UTF-8, ISO 8859-1, Windows-1252, UTF-16
	Lines    []Line
	// Mended says what was changed so that the text could be read, by line: a
	// byte order mark, a wrong encoding, a control character, a page break.
	Mended []Mended
}

// Line is one line of the text. Lines are numbered from 1 without gaps, empty
// ones too; in a text file they are the file's own lines.
type Line struct {
	No int
	// Text is the line without space around it, with tabs between cells and no
	// marks such as <i>.
	Text string
	// Cells are the cells of a row of a table, without space around them, and nil
	// for a line that is none: in text and PDF the parts between tabs, in HTML the
	// cells of the row.
	Cells []string
	// Level is 1 to 6 for a heading that the file marks as one, otherwise 0.
	Level int
	// Item is set for a line that the file marks as an item of a list; the mark is
	// not part of Text.
	Item bool
}

// Mended is one thing that was changed on a line.
type Mended struct {
	Line int
	What string
}
