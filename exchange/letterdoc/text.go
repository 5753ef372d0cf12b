package letterdoc

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// textWidth is the longest line of the plain text, in characters.
const textWidth = 72

// Text is the letter as plain text, at most 72 characters a line where its words allow that, each line
// ended by "\n". Words are never divided. It never fails: a character that cannot be seen is U+FFFD.
func (d *Document) Text() string {
	l := d.letter()
	var t textWriter
	t.lines(l.sender)
	var about []string
	if l.date != "" {
		about = append(about, l.words.date+": "+l.date)
	}
	if l.reference != "" {
		about = append(about, l.words.reference+": "+l.reference)
	}
	t.lines(about)
	t.lines(l.to)
	t.heading(l.title, "=")
	for i := range l.blocks {
		t.block(&l.blocks[i])
	}
	t.lines(l.footer)
	return t.out.String()
}

// textWriter writes parts with an empty line between them.
type textWriter struct {
	out strings.Builder
}

func (t *textWriter) gap() {
	if t.out.Len() > 0 {
		t.out.WriteByte('\n')
	}
}

// put writes a text, wrapped, after a first prefix and under its width.
func (t *textWriter) put(prefix, s string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(prefix))
	for _, line := range wrap(s, textWidth-len(indent)) {
		t.out.WriteString(strings.TrimRight(prefix+line, " "))
		t.out.WriteByte('\n')
		prefix = indent
	}
}

func (t *textWriter) lines(lines []string) {
	if len(lines) > 0 {
		t.gap()
	}
	for _, s := range lines {
		t.put("", s)
	}
}

// heading writes a heading with a line of the mark under it, or without when there is no mark.
func (t *textWriter) heading(s, mark string) {
	if s == "" {
		return
	}
	t.gap()
	longest := 0
	for _, line := range wrap(s, textWidth) {
		longest = max(longest, utf8.RuneCountInString(line))
		t.out.WriteString(line + "\n")
	}
	if mark != "" {
		t.out.WriteString(strings.Repeat(mark, longest) + "\n")
	}
}

func (t *textWriter) block(b *Block) {
	switch b.Kind {
	case Heading2:
		t.heading(b.Text, "-")
		return
	case Heading3:
		t.heading(b.Text, "")
		return
	}
	t.gap()
	if b.Text != "" {
		t.put("", b.Text)
		if b.Rows != nil {
			t.out.WriteByte('\n')
		}
	}
	for i, item := range b.Items {
		prefix := "- "
		if b.Kind == Numbered {
			prefix = strconv.Itoa(i+1) + ". "
		}
		t.put(prefix, item)
	}
	switch b.Kind {
	case Facts:
		t.facts(b.Rows)
	case Table:
		t.table(b)
	}
}

// termWidth is how wide the column of terms may be beside its values.
const termWidth = 30

func (t *textWriter) facts(rows [][]string) {
	wide := 0
	for _, row := range rows {
		if n := utf8.RuneCountInString(row[0]) + 1; n <= termWidth {
			wide = max(wide, n)
		}
	}
	for _, row := range rows {
		term := row[0] + ":"
		if n := utf8.RuneCountInString(term); n <= wide {
			t.put(term+strings.Repeat(" ", wide-n+1), row[1])
			continue
		}
		t.put("", term)
		if row[1] != "" {
			t.put("  ", row[1])
		}
	}
}

// columnGap is the space between the columns of a table.
const columnGap = 2

// table writes a table in columns, or row by row when its words do not fit beside each other.
func (t *textWriter) table(b *Block) {
	all := b.Rows
	if b.Head != nil {
		all = append([][]string{b.Head}, all...)
	}
	least, natural := make([]int, len(b.Numeric)), make([]int, len(b.Numeric))
	for _, row := range all {
		for i, cell := range row {
			natural[i] = max(natural[i], utf8.RuneCountInString(cell))
			for word := range strings.SplitSeq(cell, " ") {
				least[i] = max(least[i], utf8.RuneCountInString(word))
			}
		}
	}
	widths, fit := shareOut(least, natural, textWidth-columnGap*(len(least)-1))
	if !fit {
		t.stacked(b)
		return
	}
	for i, row := range all {
		t.row(row, widths, b.Numeric)
		if i == 0 && b.Head != nil {
			rules := make([]string, len(widths))
			for c, w := range widths {
				rules[c] = strings.Repeat("-", w)
			}
			t.row(rules, widths, b.Numeric)
		}
	}
}

// row writes the cells of a row beside each other.
func (t *textWriter) row(cells []string, widths []int, numeric []bool) {
	lines := make([][]string, len(cells))
	height := 1
	for i, cell := range cells {
		lines[i] = wrap(cell, widths[i])
		height = max(height, len(lines[i]))
	}
	for y := range height {
		var line strings.Builder
		for i := range cells {
			s := ""
			if y < len(lines[i]) {
				s = lines[i][y]
			}
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(s))
			if numeric[i] {
				s = pad + s
			} else {
				s += pad
			}
			line.WriteString(s + strings.Repeat(" ", columnGap))
		}
		t.out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// stacked writes a table row by row, each cell on a line with the name of its column.
func (t *textWriter) stacked(b *Block) {
	for r, row := range b.Rows {
		if r > 0 {
			t.out.WriteByte('\n')
		}
		for i, cell := range row {
			switch {
			case b.Head != nil && b.Head[i] != "":
				t.put("", strings.TrimRight(b.Head[i]+": "+cell, " "))
			case cell != "":
				t.put("", cell)
			}
		}
	}
}

// wrap divides a clean text into lines of at most width characters; a longer word has a line of its
// own. An empty text has one line, an empty one.
func wrap(s string, width int) []string {
	var lines []string
	start, lineLen, at := 0, -1, 0 // lineLen -1: the line has no word yet
	for word := range strings.SplitSeq(s, " ") {
		n := utf8.RuneCountInString(word)
		if lineLen >= 0 && lineLen+1+n > width {
			lines = append(lines, s[start:at-1])
			start, lineLen = at, -1
		}
		lineLen += 1 + n
		at += len(word) + 1
	}
	return append(lines, s[start:])
}
