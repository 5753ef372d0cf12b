package letterdoc

import "strconv"

// Lengths are thousandths of a point (1/72 inch), down and to the right from the top left corner of the
// page.
const (
	point = 1000
	mm    = 2835 // 72/25.4 points

	pageWidth  = 595_276 // A4
	pageHeight = 841_890
	left       = 25 * mm
	textRoom   = 160 * mm // the width of the text
	right      = left + textRoom

	headTop   = 16 * mm
	aboutAt   = 115 * mm // where date, reference and address begin: the window is to the right
	aboutRoom = right - aboutAt
	windowTop = 47 * mm
	titleTop  = 95 * mm // under the window
	nextTop   = 30 * mm // where the text begins on the pages after the first
	bottom    = pageHeight - 20*mm
)

// The most lines that the parts outside the body have room for, after wrapping: above the title and beside
// the window, which nothing moves.
const (
	senderLines = 6
	toLines     = 8
	aboutLines  = 4
	footerLines = 8
)

// style is how a text is set.
type style struct {
	font, size, leading int
}

var (
	bodyStyle   = style{regular, 10_500, 15 * point}
	cellStyle   = style{regular, 9_500, 13 * point}
	headStyle   = style{bold, 9_500, 13 * point}
	titleStyle  = style{bold, 17 * point, 22 * point}
	h2Style     = style{bold, 12_500, 17 * point}
	h3Style     = style{bold, 10_500, 15 * point}
	senderStyle = style{bold, 12_500, 16 * point}
	smallStyle  = style{regular, 8_500, 11_500}
)

// cell is a text and its place across the page.
type cell struct {
	text     string
	style    style
	x, width int
	right    bool // set to the right
	lines    []line
	element  *element // what it is tagged as
}

// line is a part of a cell's text.
type line struct {
	from, to int // in bytes
	width    int // in thousandths of the size
	space    bool
}

// rule is a line drawn under a row.
type rule uint8

const (
	noRule rule = iota
	thinRule
	thickRule
)

// row is what stands beside each other: the cells of a table's row, an item and its mark, or a
// paragraph alone.
type row struct {
	cells         []cell
	before, after int
	leading       int
	lines         int  // of the cell that has most
	whole         bool // not divided between pages when one page has room for it
	next          bool // stays on the page of the next row
	head          *row // repeated when the row comes on a new page
	rule          rule
}

// minimum is the height that must be left on a page for the row to begin there.
func (r *row) minimum() int {
	n := 2
	if r.whole || r.lines <= 3 {
		n = r.lines
	}
	return n * r.leading
}

// width is what a text takes, in thousandths of the size.
func (f *face) measure(text string) (n int) {
	for _, r := range text {
		n += int(f.width[f.glyph(r)])
	}
	return n
}

// breakLines divides a clean text into lines that are no wider than room, in thousandths of the size. A
// line ends at a space; only a word that is wider than the room is divided, and then no hyphen is added.
func (f *face) breakLines(text string, room int) []line {
	var lines []line
	start, total := 0, 0
	space, beforeSpace, afterSpace := -1, 0, 0
	for i, r := range text {
		w := int(f.width[f.glyph(r)])
		if r == ' ' {
			space, beforeSpace, afterSpace = i, total, total+w
			total += w
			continue
		}
		if total+w > room && space >= 0 {
			lines = append(lines, line{start, space, beforeSpace, true})
			start, total, space = space+1, total-afterSpace, -1
		}
		if total+w > room && i > start {
			lines = append(lines, line{start, i, total, false})
			start, total = i, 0
		}
		total += w
	}
	return append(lines, line{start, len(text), total, false})
}

// newRow sets the cells in lines.
func (b *builder) newRow(cells ...cell) row {
	r := row{cells: cells}
	for i := range cells {
		c := &cells[i]
		c.lines = b.faces[c.style.font].breakLines(c.text, c.width*1000/c.style.size)
		r.lines = max(r.lines, len(c.lines))
		r.leading = max(r.leading, c.style.leading)
	}
	return r
}

// single is a row of one text over the whole width.
func (b *builder) single(text string, s style, before int, e *element) row {
	r := b.newRow(cell{text: text, style: s, x: left, width: textRoom, element: e})
	r.before = before
	return r
}

// body turns the title and the blocks into rows, each tagged as a child of the document.
func (b *builder) body() []row {
	title := b.single(b.letter.title, titleStyle, 0, b.add(b.root, "H1"))
	title.whole, title.next, title.after = true, len(b.letter.blocks) > 0, 2*point
	rows := []row{title}
	// A level is not skipped: an H3 with no H2 before it is one.
	level2 := false
	for i := range b.letter.blocks {
		switch block := &b.letter.blocks[i]; block.Kind {
		case Heading2, Heading3:
			tag, s := "H2", h2Style
			if block.Kind == Heading3 {
				s = h3Style
				if level2 {
					tag = "H3"
				}
			}
			level2 = true
			r := b.single(block.Text, s, 13*point, b.add(b.root, tag))
			r.whole, r.next = true, i < len(b.letter.blocks)-1
			rows = append(rows, r)
		case List, Numbered:
			rows = b.list(rows, block)
		case Table:
			rows = b.table(rows, block)
		case Facts:
			rows = b.facts(rows, block)
		default:
			rows = append(rows, b.single(block.Text, bodyStyle, 7*point, b.add(b.root, "P")))
		}
	}
	return rows
}

// list adds the rows of a list: marks, and items beside them.
func (b *builder) list(rows []row, block *Block) []row {
	if block.Text != "" {
		r := b.single(block.Text, bodyStyle, 7*point, b.add(b.root, "P"))
		r.next = true
		rows = append(rows, r)
	}
	list := b.add(b.root, "L")
	list.attributes = "/O/List/ListNumbering/Disc"
	indent := 14 * point
	if block.Kind == Numbered {
		list.attributes = "/O/List/ListNumbering/Decimal"
		indent = (len(strconv.Itoa(len(block.Items)))*6 + 10) * point
	}
	for i, text := range block.Items {
		mark := "•"
		if block.Kind == Numbered {
			mark = strconv.Itoa(i+1) + "."
		}
		item := b.add(list, "LI")
		r := b.newRow(
			cell{text: mark, style: bodyStyle, x: left, width: indent, element: b.add(item, "Lbl")},
			cell{text: text, style: bodyStyle, x: left + indent, width: textRoom - indent, element: b.add(item, "LBody")})
		r.before = 3 * point
		if i == 0 && block.Text == "" {
			r.before = 7 * point
		}
		rows = append(rows, r)
	}
	return rows
}
