package lettertext

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// How columns of spaces are read as tables. A line of pdftotext -layout is divided
// where three or more spaces stand. It is a row of a table when its last part
// looks like a value (an amount, a year, a date, a per cent, Inget), or when a
// part of it begins or ends in the same column as one of the line beside it or of
// a row near it; so a sentence with a wide gap is no row. Rows without an empty
// line or a ruler between are one table, and so are rows near each other whose
// columns stand under each other. A row with fewer parts than the table
// has columns gets empty cells where it has nothing. A line of one part that
// begins or ends where a later column does is the continuation of a cell, and is a row with
// that cell only.

// reach is how many lines apart rows of the same table may stand.
const reach = 4

// Bounds on the work with a file that is no letter: parts in a row, and how many
// lines of a table are looked at for one row.
const (
	maxParts = 40
	window   = 30
)

// part is a part of a line and where it stands: characters from 0, end not included.
type part struct {
	start, end int
	text       string
}

func (p part) overlaps(q part) bool { return p.start < q.end && q.start < p.end }

// parts divides a line at gaps.
func parts(line string) []part {
	var all []part
	at := 0
	for line != "" {
		text := strings.TrimLeft(line, " ")
		at += len(line) - len(text)
		if text == "" {
			break
		}
		n := strings.Index(text, "   ")
		if n < 0 {
			n = len(strings.TrimRight(text, " "))
		}
		width := utf8.RuneCountInString(text[:n])
		all = append(all, part{at, at + width, strings.Join(strings.Fields(text[:n]), " ")})
		at += width
		line = text[n:]
	}
	return all
}

var value = regexp.MustCompile(`^(?:` +
	`[-–−]?\d{1,3}(?:[ .]?\d{3})*(?:,\d+)?(?: ?(?:%|procent|öre|kr|kronor|tkr|mnkr|mkr))?` + // amounts, per cents, years
	`|(?i:inget|ingen|inga|allt|alla)|[-–−]` +
	`|\d{4}[-–](?:\d{4})?|\d{4}-\d\d-\d\d` +
	`|(?i:den )?\d{1,2} (?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)(?: \d{4})?` +
	`)$`)

var ruler = regexp.MustCompile(`^\s*(?:[-–—_=]\s*){4,}$`)

// columns gives the cells of each line, nil for a line that is no row. A table ends with
// its page: the next page has the same columns at other places. Pages are the
// indexes of the lines that begin one.
func columns(lines []string, pages []int) [][]string {
	var cells [][]string
	for _, next := range append(slices.Clone(pages), len(lines)) {
		if from := len(cells); next > from {
			cells = append(cells, pageColumns(lines[from:next])...)
		}
	}
	return cells
}

// pageColumns gives the cells of the lines of a page.
func pageColumns(lines []string) [][]string {
	all := make([][]part, len(lines))
	rules := make([]bool, len(lines))
	for i, l := range lines {
		all[i] = parts(l)
		if rules[i] = ruler.MatchString(l); rules[i] {
			all[i] = []part{{0, utf8.RuneCountInString(l), strings.TrimSpace(l)}}
		}
	}
	isRow := rows(all)
	cells := make([][]string, len(lines))
	from, to := -1, 0 // the table so far
	for i := 0; i < len(lines); i++ {
		if !isRow[i] {
			continue
		}
		end := i + 1
		for j := end; j < len(lines) && len(all[j]) > 0 && !rules[j]; j++ {
			if isRow[j] {
				end = j + 1
			}
		}
		same := from >= 0 && i < to+reach && !slices.Contains(rules[to:i], true) && oneTable(all, isRow, from, to, i, end)
		if !same {
			if from >= 0 {
				table(all, isRow, cells, from, to)
			}
			from = i
		}
		to, i = end, end-1
	}
	if from >= 0 {
		table(all, isRow, cells, from, to)
	}
	return cells
}

// oneTable tells whether rows with an empty line between are one table: their columns
// stand under each other, or one of the two is a single row that fits the other.
func oneTable(all [][]part, isRow []bool, from, to, next, end int) bool {
	first := max(from, to-window)
	above, _ := frame(all[first:to], isRow[first:to])
	below, _ := frame(all[next:end], isRow[next:end])
	if len(above) != len(below) {
		return from == to-1 && fits(all[from], below) && aligned(all[from], all[next]) ||
			next == end-1 && fits(all[next], above) && aligned(all[next], all[to-1])
	}
	for i := range above {
		if !above[i].overlaps(below[i]) {
			return false
		}
	}
	return true
}

// fits tells whether each part of a row has a column of its own.
func fits(row, frame []part) bool {
	last := -1
	for _, p := range row {
		at := slices.IndexFunc(frame, p.overlaps)
		if at <= last {
			return false
		}
		last = at
	}
	return true
}

// rows tells which lines are rows.
func rows(all [][]part) []bool {
	isRow := make([]bool, len(all))
	for i, p := range all {
		if len(p) > maxParts {
			all[i] = []part{{p[0].start, p[len(p)-1].end, ""}} // no row; the text is taken from the line
			continue
		}
		isRow[i] = len(p) >= 2 && (value.MatchString(p[len(p)-1].text) || aligned(p, beside(all, i, -1)) || aligned(p, beside(all, i, 1)))
	}
	near := func(i, step int) {
		for j := i + step; len(all[i]) >= 2 && !isRow[i] && j >= 0 && j < len(all) && j != i+step*reach; j += step {
			isRow[i] = isRow[j] && aligned(all[i], all[j])
		}
	}
	for i := range all { // rows that go on downwards
		near(i, -1)
	}
	for i := len(all) - 1; i >= 0; i-- { // heads, above the rows
		near(i, 1)
	}
	return isRow
}

// beside is the nearest line in a direction that is not empty, past one empty line at most.
func beside(all [][]part, i, step int) []part {
	for range 2 {
		if i += step; i < 0 || i >= len(all) {
			return nil
		}
		if len(all[i]) > 0 {
			break
		}
	}
	return all[i]
}

// aligned tells whether two lines share a column, their margin not counted: a
// part of one begins or ends where a part of the other does.
func aligned(a, b []part) bool {
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	for i, p := range a {
		for j, q := range b {
			if i+j > 0 && (p.start == q.start || p.end == q.end) {
				return true
			}
		}
	}
	return false
}

// table gives cells to the rows from a line up to another, and to the lines that
// continue a cell.
func table(all [][]part, isRow []bool, cells [][]string, from, to int) {
	frame, whole := frame(all[from:to], isRow[from:to])
	for i := from; i < len(all) && (i < to || cells[i-1] != nil && !isRow[i]); i++ {
		p := all[i]
		if !isRow[i] && (len(p) != 1 || i == from || cells[i-1] == nil || !continues(p[0], all[max(from, i-reach):i], isRow[max(from, i-reach):i])) {
			continue
		}
		tries := [][]part{frame, nearest(all, isRow, from, to, i)}
		if !whole {
			slices.Reverse(tries)
		}
		cells[i] = place(p, tries...)
	}
}

// continues tells whether a part begins or ends where a later part of a row above does.
func continues(p part, above [][]part, isRow []bool) bool {
	for i, q := range above {
		if isRow[i] && slices.ContainsFunc(q[1:], func(q part) bool { return q.start == p.start || q.end == p.end }) {
			return true
		}
	}
	return false
}

// frame is where the columns of a table stand. Narrow parts make them, wider ones
// widen them, and a part over two of them makes none. The columns are whole when
// they fit: at most one is more than the longest row has parts. Otherwise the
// longest rows are the frame, and so they are when there are several of them.
func frame(all [][]part, isRow []bool) (columns []part, whole bool) {
	var sorted, longest []part
	alike := 0 // how many rows are as long as the longest
	for i, p := range all {
		if !isRow[i] {
			continue
		}
		sorted = append(sorted, p...)
		if len(p) > len(longest) {
			longest, alike = p, 0
		}
		if len(p) == len(longest) {
			alike++
		}
	}
	slices.SortStableFunc(sorted, func(a, b part) int { return (a.end - a.start) - (b.end - b.start) })
	for _, p := range sorted {
		over := -1
		for i, c := range columns {
			if p.overlaps(c) {
				if over >= 0 {
					over = len(columns)
					break
				}
				over = i
			}
		}
		switch {
		case over < 0 && len(columns) > maxParts:
			return longest, false
		case over < 0:
			columns = append(columns, p)
		case over < len(columns):
			columns[over].start, columns[over].end = min(columns[over].start, p.start), max(columns[over].end, p.end)
		}
	}
	slices.SortFunc(columns, func(a, b part) int { return a.start - b.start })
	if most := len(longest); len(columns) > most+1 || len(columns) > most && alike > 1 {
		return longest, false
	}
	return columns, true
}

// nearest is the row with the most parts that stands nearest to a row of a table.
func nearest(all [][]part, isRow []bool, from, to, row int) []part {
	var best []part
	away := 0
	for i := max(from, row-window); i < min(to, row+window); i++ {
		d := max(i-row, row-i)
		if isRow[i] && (len(all[i]) > len(best) || len(all[i]) == len(best) && d < away) {
			best, away = all[i], d
		}
	}
	return best
}

// place gives the parts of a row the columns that they stand under, in the first of
// the frames in which each has one of its own. A part over several columns takes
// the first of them. Parts that fit in no frame stay as they are.
func place(p []part, frames ...[]part) []string {
	for _, frame := range frames {
		if fits(p, frame) {
			cells := make([]string, len(frame))
			for _, q := range p {
				cells[slices.IndexFunc(frame, q.overlaps)] = q.text
			}
			return cells
		}
	}
	plain := make([]string, len(p))
	for i := range p {
		plain[i] = p[i].text
	}
	return plain
}

var (
	figures     = regexp.MustCompile(`^[-–−]?\d{1,3}(?: \d{3})*$`)
	lastFigures = regexp.MustCompile(`^\d{3}(?: \d{3})*$`)
)

// broken tells whether a row may hold the end of amounts that were broken over two
// lines: its first cell is empty, and three figures stand under figures.
func broken(above, cells []string) bool {
	if len(above) != len(cells) || len(cells) == 0 || above[0] == "" || cells[0] != "" {
		return false
	}
	for i, c := range cells {
		if lastFigures.MatchString(c) && figures.MatchString(above[i]) {
			return true
		}
	}
	return false
}

// noteBroken notes the rows that may hold the end of broken amounts. They are not
// joined: the letter's own sums tell.
func (d *decoder) noteBroken(cells [][]string) {
	for i := 1; i < len(cells); i++ {
		if broken(cells[i-1], cells[i]) {
			d.note(i+1, "figures stand alone under figures: perhaps the end of an amount that was broken over two lines; left as they stand, compare with the original")
		}
	}
}
