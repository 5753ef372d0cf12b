package letterdoc

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"balans/law/calendar"
)

// letter is a document as all forms set it: clean texts, nothing empty, rows as wide as their table.
type letter struct {
	words                  words
	title, reference, date string
	sender, to, footer     []string
	blocks                 []Block
	unknown                int // the number of the first block of no known kind, 0 if there is none
	wide, columns          int // the number of the first table that no page has room for, and its columns
}

// words are the ones that a letter adds of its own.
type words struct{ date, reference, page, table string }

func wordsOf(lang string) words {
	if lang == "" || lang == "sv" || strings.HasPrefix(lang, "sv-") {
		return words{"Datum", "Referens", "Sida", "Tabell"}
	}
	return words{"Date", "Reference", "Page", "Table"}
}

// unreadable stands for a character that no reader could see: a control character, or bytes that are
// not UTF-8.
const unreadable = '\uFFFD'

// clean gives a text its one form: runs of white space are one space and none stands at the ends,
// narrow no-break spaces are ordinary no-break spaces, letters and their accents are one character, soft
// hyphens are gone.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, string(unreadable)))
	var out strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case r == '\u00a0' || r == '\u202f':
			r = '\u00a0'
		case unicode.IsSpace(r):
			gap = out.Len() > 0
			continue
		case r == '\u00ad':
			continue
		case unicode.In(r, unicode.Cc, unicode.Cf):
			r = unreadable
		}
		if gap {
			out.WriteByte(' ')
			gap = false
		}
		out.WriteRune(r)
	}
	// What was taken away may have stood between a letter and its accent.
	return norm.NFC.String(out.String())
}

// isClean reports whether nothing needs to be done: letters of Latin-1 and single spaces.
func isClean(s string) bool {
	last := ' '
	for i, r := range s {
		switch {
		case r == ' ' && last == ' ', r < ' ', r >= 0x7F && r < 0xA0, r == 0xAD, r > 0xFF && r != '–' && r != '−', r == utf8.RuneError:
			return false
		case i == len(s)-1 && r == ' ':
			return false
		}
		last = r
	}
	return true
}

// cleanAll cleans texts and leaves out the empty ones.
func cleanAll(texts []string) []string {
	var out []string
	for _, s := range texts {
		if s = clean(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// cleanCells cleans the cells of a row and keeps the empty ones.
func cleanCells(cells []string, width int) (out []string, empty bool) {
	out, empty = make([]string, width), true
	for i, s := range cells {
		out[i] = clean(s)
		empty = empty && out[i] == ""
	}
	return out, empty
}

func (d *Document) letter() *letter {
	l := &letter{words: wordsOf(d.Lang), title: clean(d.Title), reference: clean(d.Reference),
		sender: cleanAll(d.Sender), to: cleanAll(d.To), footer: cleanAll(d.Footer), blocks: make([]Block, 0, len(d.Blocks))}
	if d.Date != 0 && d.Date != calendar.None {
		l.date = d.Date.String()
	}
	for i := range d.Blocks {
		if d.Blocks[i].Kind > Facts && l.unknown == 0 {
			l.unknown = i + 1
		}
		b := d.Blocks[i].clean()
		if b.Text != "" || b.Items != nil || b.Rows != nil {
			l.blocks = append(l.blocks, b)
		}
		if n := len(b.Numeric); b.Kind == Table && l.wide == 0 && columnRoom(n) < n*columnLeast {
			l.wide, l.columns = i+1, n
		}
	}
	return l
}

// clean gives a block its normal form. What has no content of its own kind becomes a paragraph of its
// text.
func (b *Block) clean() Block {
	out := Block{Kind: b.Kind, Text: clean(b.Text)}
	switch b.Kind {
	case List, Numbered:
		out.Items = cleanAll(b.Items)
	case Facts:
		for _, row := range b.Rows {
			if cells, empty := cleanCells(row, len(row)); !empty {
				out.Rows = append(out.Rows, []string{cells[0], strings.Join(cleanAll(cells[1:]), " ")})
			}
		}
	case Table:
		out.cleanTable(b)
	}
	if out.Items == nil && out.Rows == nil && b.Kind != Heading2 && b.Kind != Heading3 {
		out.Kind = Paragraph
	}
	return out
}

// cleanTable fills in head and rows. A table with a head alone has one row, an empty one: the columns
// stand there for the reader to see that there was nothing.
func (b *Block) cleanTable(from *Block) {
	width := len(from.Head)
	for _, row := range from.Rows {
		width = max(width, len(row))
	}
	head, noHead := cleanCells(from.Head, width)
	if !noHead {
		b.Head = head
	}
	for _, row := range from.Rows {
		if cells, empty := cleanCells(row, width); !empty {
			b.Rows = append(b.Rows, cells)
		}
	}
	if b.Head != nil && b.Rows == nil {
		b.Rows = [][]string{make([]string, width)}
	}
	b.Numeric = make([]bool, width)
	copy(b.Numeric, from.Numeric)
}

// rowHeading reports whether the first cell of each row names the row.
func (b *Block) rowHeading() bool { return b.Kind == Facts || !b.Numeric[0] }
