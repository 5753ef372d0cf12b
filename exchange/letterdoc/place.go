package letterdoc

import "strconv"

// builder places a letter on pages.
type builder struct {
	faces    [2]*face
	letter   *letter
	root     *element
	elements []*element
	pages    []*page
	y        int  // how far down the page the text has come
	atTop    bool // nothing of the body stands on the page yet
	foot     int  // where the text of the first page ends
	extra    [2][]rune
}

// page is one page: what draws it, and the element of each mark in it.
type page struct {
	content []byte
	marks   []*element
}

// place puts rows under each other, and on a new page when one has no room for a row and what it stays
// together with.
func (b *builder) place(rows []row) {
	for i := range rows {
		r := &rows[i]
		if !b.atTop && b.y+r.before+together(rows[i:]) > b.end() {
			b.newPage(r)
		}
		if !b.atTop {
			b.y += r.before
		}
		b.draw(r)
	}
}

// together is the height that the first row needs, with the rows it stays together with.
func together(rows []row) (height int) {
	for i := range rows {
		if i > 0 {
			height += rows[i].before + rows[i-1].after
		}
		height += rows[i].minimum()
		if !rows[i].next || height > pageHeight {
			break
		}
	}
	return height
}

// end is how far down the text may come on the page.
func (b *builder) end() int {
	if len(b.pages) == 1 {
		return b.foot
	}
	return bottom
}

// draw draws a row where the text has come to, divided between pages if it must be. A page is not left
// with a single line of a long row where that can be helped.
func (b *builder) draw(r *row) {
	for from := 0; from < r.lines; {
		remain := r.lines - from
		n := min(max((b.end()-b.y)/r.leading, 1), remain) // place has seen to it that some fit
		if remain-n == 1 && n > 2 {
			n--
		}
		b.cells(r, from, n, false)
		b.atTop = false
		b.y += n * r.leading
		if from += n; from < r.lines {
			b.newPage(r)
		}
	}
	b.underline(r)
	b.y += r.after
}

// newPage begins a page, with the head of the table that the row is in.
func (b *builder) newPage(r *row) {
	b.pages = append(b.pages, &page{})
	b.y, b.atTop = nextTop, true
	if r.head != nil {
		b.cells(r.head, 0, r.head.lines, true)
		b.y += r.head.lines * r.head.leading
		b.underline(r.head)
		b.y += r.head.after
	}
}

// cells draws n lines of each cell of a row, from a line on.
func (b *builder) cells(r *row, from, n int, artifact bool) {
	for i := range r.cells {
		c := &r.cells[i]
		if c.text == "" || from >= len(c.lines) {
			continue
		}
		e := c.element
		if artifact {
			e = nil
		}
		b.begin(e)
		b.text(c, c.lines[from:min(from+n, len(c.lines))], b.y, r.leading)
		b.finish()
	}
}

// underline draws the line under a row, which is no part of the text.
func (b *builder) underline(r *row) {
	if r.rule == noRule {
		return
	}
	last := r.cells[len(r.cells)-1]
	width, grey := 400, "0.75"
	if r.rule == thickRule {
		width, grey = 800, "0.2"
	}
	b.line(left, last.x+last.width, b.y+r.after/2, width, grey)
}

// line draws a line across the page.
func (b *builder) line(from, to, y, width int, grey string) {
	p := b.pages[len(b.pages)-1]
	p.content = append(p.content, "/Artifact BMC\nq "+grey+" G "...)
	p.content = appendPoints(p.content, width)
	p.content = append(p.content, " w "...)
	p.content = appendPoints(p.content, from)
	p.content = append(p.content, ' ')
	p.content = appendPoints(p.content, pageHeight-y)
	p.content = append(p.content, " m "...)
	p.content = appendPoints(p.content, to)
	p.content = append(p.content, ' ')
	p.content = appendPoints(p.content, pageHeight-y)
	p.content = append(p.content, " l S Q\nEMC\n"...)
}

// begin begins content of an element, or an artifact when the element is nil.
func (b *builder) begin(e *element) {
	p := b.pages[len(b.pages)-1]
	if e == nil {
		p.content = append(p.content, "/Artifact <</Type/Pagination>> BDC\n"...)
		return
	}
	p.content = append(append(append(p.content, '/'), e.tag...), " <</MCID "...)
	p.content = strconv.AppendInt(p.content, int64(len(p.marks)), 10)
	p.content = append(p.content, ">> BDC\n"...)
	e.kids = append(e.kids, kid{page: len(b.pages) - 1, mark: len(p.marks)})
	p.marks = append(p.marks, e)
}

func (b *builder) finish() {
	p := b.pages[len(b.pages)-1]
	p.content = append(p.content, "EMC\n"...)
}

// text draws lines of a cell under each other, the first with its top at y.
func (b *builder) text(c *cell, lines []line, y, leading int) {
	p, f := b.pages[len(b.pages)-1], b.faces[c.style.font]
	p.content = append(p.content, "BT /F"...)
	p.content = append(p.content, byte('0'+c.style.font), ' ')
	p.content = appendPoints(p.content, c.style.size)
	p.content = append(p.content, " Tf "...)
	// Capitals stand in the middle of the line's height.
	y += (leading + f.capHeight*c.style.size/1000) / 2
	lastX, lastY := 0, 0 // in the PDF's own direction, up
	for _, l := range lines {
		x := c.x
		if c.right {
			x += c.width - l.width*c.style.size/1000
		}
		p.content = appendPoints(p.content, x-lastX)
		p.content = append(p.content, ' ')
		p.content = appendPoints(p.content, pageHeight-y-lastY)
		p.content = append(p.content, " Td "...)
		to := l.to
		if l.space {
			to++ // the space that the line was broken at, so that words stay apart
		}
		p.content = b.encode(p.content, c.style.font, c.text[l.from:to])
		p.content = append(p.content, " Tj\n"...)
		lastX, lastY = x, pageHeight-y
		y += leading
	}
	p.content = append(p.content, "ET\n"...)
}

// encode writes a text as a string of glyph numbers, and notes the characters that the usual part of the
// font does not have.
func (b *builder) encode(out []byte, font int, text string) []byte {
	f := b.faces[font]
	out = append(out, '(')
	for _, r := range text {
		g := f.glyph(r)
		if !f.usual.contains(g) {
			b.extra[font] = append(b.extra[font], r)
		}
		out = appendEscaped(appendEscaped(out, byte(g>>8)), byte(g))
	}
	return append(out, ')')
}

// appendEscaped writes a byte of a literal string.
func appendEscaped(out []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(out, '\\', c)
	case '\r': // a reader takes it for a newline
		return append(out, '\\', 'r')
	}
	return append(out, c)
}

// appendPoints writes a length in points.
func appendPoints(out []byte, v int) []byte {
	if v < 0 {
		out, v = append(out, '-'), -v
	}
	out = strconv.AppendInt(out, int64(v/point), 10)
	if rest := v % point; rest != 0 {
		out = append(out, '.', byte('0'+rest/100))
		if rest %= 100; rest != 0 {
			out = append(out, byte('0'+rest/10))
			if rest %= 10; rest != 0 {
				out = append(out, byte('0'+rest))
			}
		}
	}
	return out
}
