package letterdoc

import "strconv"

// newBuilder sets the first page's head and foot and leaves the text to begin under the head.
func newBuilder(l *letter) (*builder, error) {
	b := &builder{faces: faces(), letter: l, pages: []*page{{}}, atTop: true, foot: bottom}
	b.root = b.add(nil, "Document")
	head, err := b.stack(l.sender, "Sender", senderLines, func(i int) style {
		if i == 0 {
			return senderStyle
		}
		return smallStyle
	}, left, aboutAt-left-5*mm)
	if err != nil {
		return nil, err
	}
	b.drawStack(head, headTop)
	if err := b.about(); err != nil {
		return nil, err
	}
	to, err := b.stack(l.to, "To", toLines, func(int) style { return bodyStyle }, aboutAt, aboutRoom)
	if err != nil {
		return nil, err
	}
	b.drawStack(to, windowTop)
	b.y = titleTop
	return b, nil
}

// stack sets lines that belong together and are one paragraph.
func (b *builder) stack(lines []string, where string, most int, of func(i int) style, x, width int) ([]row, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	p := b.add(b.root, "P")
	var rows []row
	n := 0
	for i, text := range lines {
		r := b.newRow(cell{text: text, style: of(i), x: x, width: width, element: p})
		n += r.lines
		rows = append(rows, r)
	}
	if n > most {
		return nil, &Error{Where: where, Why: "there are " + strconv.Itoa(n) + " lines, and there is room for " + strconv.Itoa(most) + ": shorten it"}
	}
	return rows, nil
}

// drawStack draws lines from y on as one piece of content, and returns where they end.
func (b *builder) drawStack(rows []row, y int) (end int) {
	if len(rows) == 0 {
		return y
	}
	b.begin(rows[0].cells[0].element)
	for i := range rows {
		r := &rows[i]
		c := &r.cells[0]
		lines := c.lines
		if i < len(rows)-1 {
			c.text += " " // so that the last word is not joined with the first of the next line
			lines[len(lines)-1].space = true
		}
		b.text(c, lines, y, r.leading)
		y += r.leading * r.lines
	}
	b.finish()
	return y
}

// about sets the date and the reference at the top right, under the number of the page.
func (b *builder) about() error {
	y := headTop + smallStyle.leading + 2*point
	for _, pair := range [][2]string{{b.letter.words.date, b.letter.date}, {b.letter.words.reference, b.letter.reference}} {
		if pair[1] == "" {
			continue
		}
		rows, err := b.stack([]string{pair[0], pair[1]}, "Reference", aboutLines, func(i int) style {
			if i == 0 {
				return smallStyle
			}
			return style{regular, 9_500, 12_500}
		}, aboutAt, aboutRoom)
		if err != nil {
			return err
		}
		y = b.drawStack(rows, y) + 1*point
	}
	return nil
}

// footing sets the foot of the first page, which ends the letter for who has it read aloud, and takes its
// room from the text. It returns what draws it.
func (b *builder) footing() (draw func(), err error) {
	rows, err := b.stack(b.letter.footer, "Footer", footerLines, func(int) style { return smallStyle }, left, textRoom)
	if err != nil || rows == nil {
		return func() {}, err
	}
	top := bottom + 6*mm
	for i := range rows {
		top -= rows[i].lines * smallStyle.leading
	}
	b.foot = top - 5*mm
	return func() {
		b.line(left, right, top-3*point, 400, "0.6")
		b.drawStack(rows, top)
	}, nil
}

// running sets the number of each page and, from the second on, whose letter it is and which: artifacts,
// for a reader that does not see the page knows both already.
func (b *builder) running() {
	all := b.pages
	for i := range all {
		b.pages = all[:i+1]
		number := b.letter.words.page + " " + strconv.Itoa(i+1) + " (" + strconv.Itoa(len(all)) + ")"
		b.artifact(cell{text: number, style: smallStyle, x: aboutAt, width: aboutRoom, right: true}, headTop)
		if i == 0 {
			continue
		}
		if len(b.letter.sender) > 0 {
			b.artifact(cell{text: b.letter.sender[0], style: smallStyle, x: left, width: aboutAt - left - 5*mm}, headTop)
		}
		about := b.letter.reference
		if about == "" {
			about = b.letter.date
		}
		b.artifact(cell{text: about, style: smallStyle, x: aboutAt, width: aboutRoom - 25*mm}, headTop)
	}
}

// artifact draws the first line of a text that is not part of the letter's own.
func (b *builder) artifact(c cell, y int) {
	if c.text == "" {
		return
	}
	r := b.newRow(c)
	b.begin(nil)
	b.text(&r.cells[0], r.cells[0].lines[:1], y, r.leading)
	b.finish()
}
