// Package lettertext takes the text out of a file that holds an appropriation
// letter: plain text, a page of Statsliggaren saved as HTML, or a PDF. What comes
// out is numbered lines; a row of a table has cells. What a line means is for the
// room that reads letters.
//
// The same for all three: every kind of space but the tab is an ordinary space (no-break
// and thin space too: they stand in amounts). Signs such as – and − stay as they
// are. What prints nothing (control characters, soft hyphens, zero-width space) is
// removed, å ä ö written as letter and accent become one letter, and text that
// was UTF-8 and was once read as Windows-1252 ("FÃ¶rsÃ¤kring") is mended when the
// whole line can be. Document.Mended lists all this by line; its line 0 is the
// whole file. Nothing is joined across lines, hyphenated words neither, and heads
// and feet of pages stay as lines.
//
// Text: UTF-8, UTF-16, ISO 8859-1 and Windows-1252; single lines may be in another
// encoding than the rest. Tabs make cells. In a file without any tab, columns of
// spaces do, as in a PDF. A form feed is a page break and ends a line. The marks
// <i> <b> <em> <strong> <u> <sub> <span> <font> <small> are removed, <br> is a space
// and <sup>1</sup> is [1]: a raised figure must not become part of an amount. A
// dash or bullet before an item stays in the text, and Item is not set.
//
// HTML: the element with the id letter, or the body when there is none. Headings
// have a level, and a heading that is only a number is one with the heading after
// it. Items of lists are marked; the numbers that a browser would print before
// them are no part of the file. A cell across several columns or rows leaves empty
// cells behind it. Text that is struck out, hidden or part of navigation is left
// out and listed.
//
// PDF: read by the program pdftotext (poppler-utils), which must be installed. Columns
// of spaces make cells only where the lines look like a table (columns.go).
package lettertext

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// MaxBytes is the largest file that is read, MaxHTMLBytes the largest page: the time a
// page takes may grow with the square of its size when it is made for that.
const (
	MaxBytes     = 16 << 20
	MaxHTMLBytes = 4 << 20
)

// FileError is a file that no text can be taken from.
type FileError struct {
	File  string
	Found string // what is wrong with it
	Do    string // what to do instead
}

// Error says what was found and what to do.
func (e *FileError) Error() string { return e.File + ": " + e.Found + "; " + e.Do }

// Read takes the text out of a file. The name is for messages, and its ending helps
// to tell HTML from text. Errors are *FileError. A document has at least one line
// that is not empty.
func Read(name string, data []byte) (*Document, error) {
	doc, err := read(name, data)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(doc.Lines, func(l Line) bool { return l.Text != "" }) {
		if doc.Form == PDF {
			return nil, &FileError{name, "the PDF holds no text, so it is probably scanned pages",
				"have its text recognised (for instance with ocrmypdf), or take the letter from Statsliggaren as HTML"}
		}
		return nil, &FileError{name, "the file holds no text", "give the file that holds the letter"}
	}
	slices.SortStableFunc(doc.Mended, func(a, b Mended) int { return a.Line - b.Line })
	return doc, nil
}

// read tells the form and has the file read in it.
func read(name string, data []byte) (*Document, error) {
	if len(data) > MaxBytes {
		return nil, &FileError{name, fmt.Sprintf("the file has %d bytes, and at most %d are read", len(data), MaxBytes),
			"a letter is far smaller: check that this is the right file"}
	}
	if len(data) == 0 {
		return nil, &FileError{name, "the file is empty", "give the file that holds the letter"}
	}
	if bytes.HasPrefix(data, []byte("%PDF")) {
		return readPDF(name, data)
	}
	if err := refuse(name, data); err != nil {
		return nil, err
	}
	d := &decoder{file: name}
	data, err := d.fromUTF16(data)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(data, []byte(markUTF8)) {
		data = data[len(markUTF8):]
		d.note(1, "the byte order mark is left out")
	}
	if bytes.Count(data, []byte{0})*4 > len(data) || controls(data)*20 > len(data) {
		return nil, &FileError{name, "the file is not text: it is full of control characters", saveAs}
	}
	if isHTML(name, data) {
		if len(data) > MaxHTMLBytes {
			return nil, &FileError{name, fmt.Sprintf("the page has %d bytes, and at most %d are read", len(data), MaxHTMLBytes),
				"a letter is far smaller: save the page without pictures in it, or save the letter as text"}
		}
		return readHTML(d, data)
	}
	return readText(d, data)
}

// isHTML tells whether the file is HTML: by how it begins, or by its name when it
// begins with a tag.
func isHTML(name string, data []byte) bool {
	head := strings.ToLower(string(data[:min(len(data), 64<<10)]))
	for {
		head = strings.TrimLeft(head, " \t\r\n\f")
		end := ""
		if strings.HasPrefix(head, "<!--") {
			end = "-->"
		} else if strings.HasPrefix(head, "<?xml") {
			end = "?>"
		}
		_, rest, ok := strings.Cut(head, end)
		if end == "" || !ok {
			break
		}
		head = rest
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return strings.Contains(head, "<")
	}
	for _, tag := range []string{"!doctype", "html", "head", "body", "section", "article", "main", "div", "table", "p", "h1", "h2", "h3"} {
		if rest, ok := strings.CutPrefix(head, "<"+tag); ok && rest != "" && strings.ContainsRune(" \t\r\n>", rune(rest[0])) {
			return true
		}
	}
	return false
}

// controls counts the bytes that no text has: what is below the space and neither
// space, line end nor escape.
func controls(data []byte) int {
	n := 0
	for _, b := range data {
		if b < ' ' && (b < '\t' || b > '\r') {
			n++
		}
	}
	return n
}
