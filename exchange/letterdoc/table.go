package letterdoc

// caption begins a table and adds the row of its caption, if it has one.
func (b *builder) caption(rows []row, text string, s style) ([]row, *element) {
	table := b.add(b.root, "Table")
	if text == "" {
		return rows, table
	}
	r := b.single(text, s, 9*point, b.add(table, "Caption"))
	r.whole, r.next, r.after = true, true, 2*point
	return append(rows, r), table
}

// facts adds the rows of terms and values: a table of two columns, where the term is the heading of its
// row.
func (b *builder) facts(rows []row, block *Block) []row {
	const gap = 14 * point
	rows, table := b.caption(rows, block.Text, bodyStyle)
	term := 0
	for _, r := range block.Rows {
		term = max(term, b.natural(r[0], bodyStyle))
	}
	term = min(term, textRoom*2/5)
	for i, r := range block.Rows {
		tr := b.add(table, "TR")
		made := b.newRow(
			cell{text: r[0], style: bodyStyle, x: left, width: term, element: b.heading(tr, r[0], "Row")},
			cell{text: r[1], style: bodyStyle, x: left + term + gap, width: textRoom - term - gap, element: b.add(tr, "TD")})
		made.whole, made.before = true, 1*point
		if i == 0 && block.Text == "" {
			made.before = 7 * point
		}
		rows = append(rows, made)
	}
	return rows
}

// heading is the element of a cell that is a heading; an empty one heads nothing.
func (b *builder) heading(tr *element, text, scope string) *element {
	if text == "" {
		return b.add(tr, "TD")
	}
	th := b.add(tr, "TH")
	th.attributes = "/O/Table/Scope/" + scope
	return th
}

// natural is the width of a text on one line, in thousandths of a point, rounded up.
func (b *builder) natural(text string, s style) int {
	return (b.faces[s.font].measure(text)*s.size + 999) / 1000
}

// The width that a table's columns are given beyond their content, the space between them, and the least
// width of one.
const (
	columnSpare   = 40 * point
	columnBetween = 12 * point
	columnLeast   = 16 * point
)

// columnRoom is the width that a table of n columns has for them.
func columnRoom(n int) int { return textRoom - columnBetween*(n-1) }

// columns divides the width of the text between the columns of a table, which it has room for.
func (b *builder) columns(block *Block) (widths []int) {
	n := len(block.Numeric)
	room := columnRoom(n)
	least, natural := make([]int, n), make([]int, n)
	see := func(cells []string, s style) {
		for i, text := range cells {
			natural[i] = max(natural[i], b.natural(text, s), columnLeast)
			least[i] = max(least[i], b.longestWord(text, s), columnLeast)
		}
	}
	see(block.Head, headStyle)
	for _, r := range block.Rows {
		see(r, cellStyle)
	}
	widths, _ = shareOut(least, natural, room)
	sum := 0
	for i, w := range widths {
		widths[i] = max(w, columnLeast)
		sum += widths[i]
	}
	if sum > room { // long words beside narrow columns: all alike
		for i := range widths {
			widths[i] = room / n
		}
		return widths
	}
	for i := range widths {
		widths[i] += min(columnSpare, (room-sum)/n)
	}
	return widths
}

// longestWord is the width of the widest word.
func (b *builder) longestWord(text string, s style) (widest int) {
	f := b.faces[s.font]
	n := 0
	for _, r := range text {
		if r == ' ' {
			n = 0
			continue
		}
		n += int(f.width[f.glyph(r)])
		widest = max(widest, n)
	}
	return (widest*s.size + 999) / 1000
}

// table adds the rows of a table.
func (b *builder) table(rows []row, block *Block) []row {
	widths := b.columns(block)
	rows, table := b.caption(rows, block.Text, h3Style)
	var head *row
	set := func(texts []string, s style, element func(tr *element, i int, text string) *element) row {
		tr := b.add(table, "TR")
		cells, x := []cell{}, left
		for i, text := range texts {
			cells = append(cells, cell{text: text, style: s, x: x, width: widths[i], right: block.Numeric[i], element: element(tr, i, text)})
			x += widths[i] + columnBetween
		}
		r := b.newRow(cells...)
		r.whole, r.rule, r.head, r.before, r.after = true, thinRule, head, 2*point, 3*point
		return r
	}
	if block.Head != nil {
		r := set(block.Head, headStyle, func(tr *element, _ int, text string) *element { return b.heading(tr, text, "Column") })
		r.next, r.rule = true, thickRule
		head = &r
		rows = append(rows, r)
	}
	for _, texts := range block.Rows {
		rows = append(rows, set(texts, cellStyle, func(tr *element, i int, text string) *element {
			if i == 0 && block.rowHeading() {
				return b.heading(tr, text, "Row")
			}
			return b.add(tr, "TD")
		}))
	}
	return rows
}
