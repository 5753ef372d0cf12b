package lettertext

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// writer makes lines of the elements of a page.
type writer struct {
	*decoder
	lines []Line
	now   strings.Builder // the line being written
	item  bool            // it is the first of an item of a list
	apart bool            // an empty line comes before it
	pre   int             // how many <pre> it stands in
	err   error
}

// flush ends the line being written.
func (w *writer) flush() {
	text := w.now.String()
	w.now.Reset()
	w.add(Line{Text: text, Item: w.item})
}

// add adds a line, cleaned and numbered; nothing when it has no text.
func (w *writer) add(l Line) {
	if l.Cells == nil && strings.TrimSpace(l.Text) == "" {
		return
	}
	if w.apart && len(w.lines) > 0 {
		w.lines = append(w.lines, Line{No: len(w.lines) + 1})
	}
	no := len(w.lines) + 1
	done := Line{No: no, Level: l.Level, Item: l.Item}
	if l.Cells != nil {
		for i, c := range l.Cells {
			l.Cells[i] = squeeze(w.clean(no, c))
		}
		r := row(no, l.Cells)
		done.Text, done.Cells = r.Text, r.Cells
	} else {
		done.Text = squeeze(w.clean(no, l.Text))
	}
	if done.Text == "" {
		return // it held only what prints nothing
	}
	w.apart, w.item = false, false
	w.lines = append(w.lines, done)
}

// squeeze makes every run of space one space, for a line has no tabs of its own here.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// block ends the line being written; an empty line comes before the next.
func (w *writer) block() {
	w.flush()
	w.apart = true
}

// noteAtNext notes something on the line being written.
func (w *writer) noteAtNext(format string, args ...any) {
	no := len(w.lines) + 1
	if w.apart && no > 1 {
		no++
	}
	w.note(no, format, args...)
}

// walk writes an element and what is in it.
func (w *writer) walk(n *html.Node) {
	if w.err != nil {
		return
	}
	if n.Type == html.TextNode {
		w.text(n.Data)
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	level := headingLevel(n)
	switch {
	case w.left(n):
	case level > 0:
		w.heading(n, level)
	case n.Data == "br":
		w.lineBreak()
	case n.Data == "table":
		w.block()
		w.table(n)
		w.block()
	case n.Data == "sup":
		w.raised(n)
	case n.Data == "li":
		w.flush()
		w.item, w.apart = true, w.apart && !afterItem(n)
		w.inside(n)
		w.flush()
		w.item, w.apart = false, false
	case n.Data == "pre":
		w.block()
		w.pre++
		w.inside(n)
		w.pre--
		w.block()
	case slices.Contains(blocks, n.Data) && !(n.Parent != nil && n.Parent.Data == "li"):
		w.block()
		w.inside(n)
		w.block()
	case slices.Contains(blocks, n.Data) || slices.Contains(breaks, n.Data):
		w.flush()
		w.inside(n)
		w.flush()
	default:
		w.inside(n)
	}
}

// afterItem tells whether there is an item before an item in its list.
func afterItem(n *html.Node) bool {
	for s := n.PrevSibling; s != nil; s = s.PrevSibling {
		if s.Type == html.ElementNode && s.Data == "li" {
			return true
		}
	}
	return false
}

func (w *writer) inside(n *html.Node) {
	for c := range n.ChildNodes() {
		w.walk(c)
	}
}

// text adds text to the line; inside <pre> its line ends count.
func (w *writer) text(s string) {
	if w.pre == 0 {
		w.now.WriteString(s)
		return
	}
	for i, l := range strings.Split(strings.ReplaceAll(s, "\r", ""), "\n") {
		if i > 0 {
			w.lineBreak()
		}
		w.now.WriteString(l)
	}
}

// lineBreak ends the line; two of them after each other leave an empty one.
func (w *writer) lineBreak() {
	if strings.TrimSpace(w.now.String()) == "" {
		w.apart = true
	}
	w.flush()
}

// raised writes a raised figure so that it is not part of the number before it.
func (w *writer) raised(n *html.Node) {
	text := w.all(n)
	if text == "" {
		return
	}
	w.now.WriteString("[" + text + "]")
	w.noteAtNext("the raised %q is written [%s]", text, text)
}

var sectionNumber = regexp.MustCompile(`^\d{1,2}(?:[.:]\d{1,2})*\.?$`)

// heading writes a heading as one line. A number that stands in a heading of its own
// just before is its number.
func (w *writer) heading(n *html.Node, level int) {
	w.flush()
	text := w.collect(n)
	if text == "" {
		return
	}
	if last := len(w.lines) - 1; last >= 0 && w.lines[last].Level > 0 && w.lines[last].Cells == nil && sectionNumber.MatchString(w.lines[last].Text) {
		w.lines[last].Text += " " + squeeze(w.clean(last+1, text))
		return
	}
	w.apart = true
	w.add(Line{Text: text, Level: level})
	w.apart = true
}

// collect gives the text of an element as one line: lines and blocks in it are joined by spaces.
func (w *writer) collect(n *html.Node) string {
	inner := &writer{decoder: &decoder{file: w.file}}
	inner.inside(n)
	inner.flush()
	var all []string
	for _, l := range inner.lines {
		if l.Text != "" {
			all = append(all, strings.ReplaceAll(l.Text, "\t", " "))
		}
	}
	for _, m := range inner.mended {
		w.noteAtNext("%s", m.What)
	}
	if inner.err != nil && w.err == nil {
		w.err = inner.err
	}
	return strings.Join(all, " ")
}

// tooLarge is the error for a table that is none of a letter.
func (w *writer) tooLarge() {
	w.err = &FileError{w.file, fmt.Sprintf("a table of the page has more than %d cells", maxCells), "this is no page as Statsliggaren makes it: check that it is the right file"}
}
