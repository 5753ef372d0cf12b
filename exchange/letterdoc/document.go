package letterdoc

import "balans/law/calendar"

// Document is a letter. Runs of white space in its texts are one space, except that no-break spaces
// stand (U+202F as U+00A0); soft hyphens are taken away, and an empty text is left out. No text is ever
// hyphenated.
type Document struct {
	Title string // the heading of the letter; a PDF must have one
	// Lang is the language of the whole letter as in HTML: "sv" (also when empty) or "en". It
	// decides the words Date, Reference and Page.
	Lang      string
	Author    string        // whose letter it is, for the properties of the PDF: the agency
	Reference string        // the number to give when writing back; "" leaves it out
	Date      calendar.Date // the day of the letter; None and 0 (1970-01-01) leave it out
	Sender    []string      // lines at the top left, the agency's name first
	// To is the lines of the address window, empty when no address is known or allowed. The window has
	// its room on the page all the same, so that a printer can fill it in.
	To     []string
	Blocks []Block  // the body
	Footer []string // lines at the foot of the first page, read last: how to reach the sender
}

// Kind is what a block is.
type Kind uint8

// The kinds of block, and the fields that each one uses.
const (
	Paragraph Kind = iota // Text
	Heading2              // Text
	Heading3              // Text
	List                  // Items, with Text as the line that introduces them, if any
	Numbered              // Items, numbered from 1, with Text as for List
	Table                 // Head, Rows, Numeric, with Text as the caption, if any
	Facts                 // Rows of a term and its value, with Text as for List
)

// Block is one part of the body.
type Block struct {
	Kind  Kind
	Text  string
	Items []string
	Head  []string   // names of the columns
	Rows  [][]string // a row that is shorter than the widest has empty cells at its end
	// Numeric says by column which are set to the right. The first column of a table whose rows
	// have a name in it is not numeric, and is then the heading of its row.
	Numeric []bool
}
