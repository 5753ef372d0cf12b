package lettertext

import (
	"strconv"

	"golang.org/x/net/html"
)

const (
	// maxSpan is the most columns or rows that a cell may cover.
	maxSpan = 100
	// maxCells is the most cells a table may have.
	maxCells = 200_000
)

// table writes the rows of a table. A table with one column, or with a table inside,
// is a means of layout: its cells are written as blocks.
func (w *writer) table(n *html.Node) {
	rows := within(n, "tr")
	if w.isLayout(n, rows) {
		w.inside(n)
		return
	}
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode && c.Data == "caption" {
			w.walk(c)
		}
	}
	over := map[int]int{} // by column: how many rows a cell from above still covers
	written := 0
	for _, tr := range rows {
		if w.left(tr) {
			continue
		}
		cells, heading := w.cells(tr, over)
		if written += len(cells); written > maxCells || w.err != nil {
			if w.err == nil {
				w.tooLarge()
			}
			return
		}
		if number, title, ok := numbered(cells); ok && heading > 0 {
			w.apart = true
			w.add(Line{Text: number + " " + title, Level: heading})
			w.apart = true
			continue
		}
		if row(0, cells).Cells != nil {
			w.add(Line{Cells: cells})
		}
	}
}

// cells gives the cells of a row, with empty ones where a cell covers more columns or
// one from above covers this row. The level is that of a heading in it, or 0.
func (w *writer) cells(tr *html.Node, over map[int]int) (cells []string, level int) {
	covered := func() {
		for over[len(cells)] > 0 {
			over[len(cells)]--
			cells = append(cells, "")
		}
	}
	for c := range tr.ChildNodes() {
		if c.Type != html.ElementNode || c.Data != "td" && c.Data != "th" {
			continue
		}
		covered()
		for _, h := range find(c, func(n *html.Node) bool { return headingLevel(n) > 0 }) {
			level = headingLevel(h)
		}
		text := ""
		if !w.left(c) {
			text = w.collect(c)
		}
		for i := range span(c, "colspan") {
			if down := span(c, "rowspan") - 1; down > 0 {
				over[len(cells)] = down
			}
			if i > 0 {
				text = ""
			}
			cells = append(cells, text)
		}
	}
	covered()
	return cells, level
}

// numbered tells whether a row has a section number and a title and nothing else.
func numbered(cells []string) (number, title string, ok bool) {
	var filled []string
	for _, c := range cells {
		if c != "" {
			filled = append(filled, c)
		}
	}
	if len(filled) != 2 || !sectionNumber.MatchString(filled[0]) {
		return "", "", false
	}
	return filled[0], filled[1], true
}

// isLayout tells whether a table is there for the look of the page only.
func (w *writer) isLayout(n *html.Node, rows []*html.Node) bool {
	if len(within(n, "table")) > 0 {
		return true
	}
	for _, tr := range rows {
		columns := 0
		for c := range tr.ChildNodes() {
			if c.Type == html.ElementNode && (c.Data == "td" || c.Data == "th") {
				columns += span(c, "colspan")
			}
		}
		if columns > 1 {
			return false
		}
	}
	return true
}

// within gives the elements of a name inside an element, itself not counted.
func within(n *html.Node, name string) []*html.Node {
	var all []*html.Node
	for c := range n.ChildNodes() {
		all = append(all, find(c, func(n *html.Node) bool { return n.Data == name })...)
	}
	return all
}

// span is how many columns or rows a cell says that it covers, at least 1.
func span(c *html.Node, key string) int {
	n, err := strconv.Atoi(attr(c, key))
	if err != nil {
		return 1
	}
	return max(1, min(n, maxSpan))
}
