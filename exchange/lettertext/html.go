package lettertext

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// readHTML reads a page. Its lines are what a browser would begin on a new line, with
// an empty one between blocks.
func readHTML(d *decoder, data []byte) (*Document, error) {
	if charset := declared(data); charset != "" && d.encoding == "" && !slices.Contains(known, charset) {
		if !utf8.Valid(data) {
			return nil, &FileError{d.file, fmt.Sprintf("the page says that it is in the encoding %q, which is not read", charset), saveAs}
		}
	}
	texts, err := d.lines(bytes.Split(data, []byte("\n")))
	if err != nil {
		return nil, err
	}
	for i, m := range d.mended { // a line of the file is none of the document
		d.mended[i] = Mended{0, fmt.Sprintf("line %d of the file: %s", m.Line, m.What)}
	}
	page, err := html.Parse(strings.NewReader(strings.Join(texts, "\n")))
	if err != nil {
		return nil, &FileError{d.file, "the page cannot be read: " + strings.TrimPrefix(err.Error(), "html: "),
			"this is no page as Statsliggaren makes it: save the page again, or save it as text"}
	}
	w := &writer{decoder: d}
	letters := find(page, func(n *html.Node) bool { return attr(n, "id") == "letter" })
	switch {
	case len(letters) == 0:
		d.note(0, `no part of the page is marked as the letter (<section id="letter">); the whole page is read`)
		letters = find(page, func(n *html.Node) bool { return n.Data == "body" })
	case len(letters) > 1:
		d.note(0, "%d parts of the page are marked as the letter; all of them are read, in their order", len(letters))
	}
	for _, l := range letters {
		w.inside(l)
		w.block()
	}
	for i := range d.mended { // what was left out after the last line
		d.mended[i].Line = min(d.mended[i].Line, len(w.lines))
	}
	if w.err != nil {
		return nil, w.err
	}
	return &Document{Form: HTML, Encoding: d.encoding, Lines: w.lines, Mended: d.mended}, nil
}

// find gives the elements that are asked for, none inside another.
func find(n *html.Node, is func(*html.Node) bool) []*html.Node {
	if n.Type == html.ElementNode && is(n) {
		return []*html.Node{n}
	}
	var all []*html.Node
	for c := range n.ChildNodes() {
		all = append(all, find(c, is)...)
	}
	return all
}

// known are the names of encodings that are read.
var known = []string{"utf-8", "utf8", "utf-16", "iso-8859-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii", "iso-8859-15"}

var charset = regexp.MustCompile(`(?i)(?:charset|encoding)\s*=\s*["']?\s*([-\w:]+)`)

// declared is the encoding that a page says it is in, in small letters; "" when it says none.
func declared(data []byte) string {
	m := charset.FindSubmatch(data[:min(len(data), 2048)])
	if m == nil {
		return ""
	}
	return strings.ToLower(string(m[1]))
}

// What elements are to the reader. An element that is in no list runs within the line.
var (
	// blocks stand apart, with an empty line before and after.
	blocks = []string{"p", "ul", "ol", "dl", "blockquote", "table", "section", "article", "header", "footer", "main", "aside", "fieldset", "figure", "hr", "pre", "form"}
	// breaks begin and end a line.
	breaks = []string{"div", "dt", "dd", "address", "center", "figcaption", "legend", "caption", "details", "summary", "tr", "td", "th", "li", "body", "html"}
	// silent is not shown as text by a browser.
	silent = []string{"script", "style", "noscript", "template", "head", "title", "iframe", "object", "svg", "math", "audio", "video", "canvas", "textarea"}
	// finding is shown but is no part of a letter.
	finding = []string{"nav", "button", "select", "dialog"}
	// struck is text that no longer holds.
	struck = []string{"del", "s", "strike"}
)

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// hidden tells whether an element says that it is not shown.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "style" && strings.Contains(strings.ReplaceAll(strings.ToLower(a.Val), " ", ""), "display:none") {
			return true
		}
	}
	return false
}

// headingLevel is 1 to 6 for a heading, otherwise 0.
func headingLevel(n *html.Node) int {
	if n.Type == html.ElementNode && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		return int(n.Data[1] - '0')
	}
	return 0
}

// left tells whether an element is left out, and lists it when a reader of the page
// sees it or its text is said not to hold.
func (w *writer) left(n *html.Node) bool {
	why := ""
	switch {
	case slices.Contains(silent, n.Data):
		return true
	case slices.Contains(finding, n.Data):
		why = "a part that is for finding one's way in the page"
	case slices.Contains(struck, n.Data):
		why = "text that is struck out"
	case hidden(n):
		why = "text that the page hides"
	default:
		return false
	}
	if text := w.all(n); text != "" {
		w.noteAtNext("left out, %s: %s", why, short(text))
	}
	return true
}

// all is all text of an element with single spaces.
func (w *writer) all(n *html.Node) string {
	var out strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && (c.Parent == nil || !slices.Contains(silent, c.Parent.Data)) {
			out.WriteString(c.Data)
			out.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// short is a text of at most 120 characters.
func short(s string) string {
	if r := []rune(s); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return s
}
