package access

import (
	"fmt"
	"math"
)

// Table is counts in rows and columns with their sums, as a file shows them.
type Table struct {
	Cells [][]int64 // by row and column, none negative; all rows are equally long
	// Down: the file also shows each column's sum. Across: each row's. Both: also the sum
	// of all.
	Down, Across bool
}

// Hidden says which numbers of a Table are not to be shown.
type Hidden struct {
	Cells  [][]bool
	Down   []bool // the sums of columns
	Across []bool // the sums of rows
	All    bool   // the sum of all
	Count  int    // how many of Cells
}

// Suppress hides the cells of a table that count from 1 up to but not including the limit,
// and as many others as it takes so that nobody can work them out from what is shown:
// whoever knows all that is shown and that no 0 is hidden finds that each small cell could as
// well be limit more than it is, and that every other hidden cell could be another number. A
// 0 is never hidden. The cells added are the smallest of the limit or more that will do; a sum is
// hidden only when no cells will. The limit is the parameter small_cell_limit; below 2
// nothing is hidden.
//
// What belongs to a hidden cell (an amount, a share) is hidden with it. What this does not
// see: other tables with the same persons, such as the same one a day later, and
// differences between figures (claims with a measure beside all claims).
func Suppress(t Table, limit int64) (Hidden, error) {
	n, err := newNetwork(t)
	if err != nil {
		return Hidden{}, err
	}
	for i := range n.edges {
		if e := &n.edges[i]; e.kind == cellEdge && e.value > 0 && e.value < limit {
			e.hidden, e.small = true, true
		}
	}
	// To hide more only adds to what others can be, so once around is enough.
	for i := range n.edges {
		if n.edges[i].small {
			n.protect(i, limit)
		}
	}
	return n.result(t), nil
}

// network is a table as a circulation: an edge for each number, such that the sums hold
// just when what comes into each node leaves it. A row r is a node, a column c is a node;
// a cell goes from r to c, the sum of a column from c to a node for all sums of columns,
// the sum of all from there to a node for all sums of rows, and the sum of a row from
// there to r. Another table that fits what is shown differs by a circulation over hidden edges.
type network struct {
	rows, columns int
	edges         []edge
	at            [][]int // edges at each node
}

type edgeKind uint8

const (
	cellEdge edgeKind = iota
	downEdge
	acrossEdge
	allEdge
)

type edge struct {
	from, to int
	kind     edgeKind
	value    int64
	small    bool
	hidden   bool
	free     bool // not in the file at all
}

func newNetwork(t Table) (*network, error) {
	n := &network{rows: len(t.Cells)}
	if n.rows > 0 {
		n.columns = len(t.Cells[0])
	}
	downs, acrosses, all := make([]int64, n.columns), make([]int64, n.rows), int64(0)
	for r, row := range t.Cells {
		if len(row) != n.columns {
			return nil, fmt.Errorf("access: row %d of the table has %d columns, the first %d", r+1, len(row), n.columns)
		}
		for c, v := range row {
			if v < 0 || v > math.MaxInt32 {
				return nil, fmt.Errorf("access: row %d, column %d: %d is no count from 0 to %d", r+1, c+1, v, math.MaxInt32)
			}
			downs[c], acrosses[r], all = downs[c]+v, acrosses[r]+v, all+v
			n.edges = append(n.edges, edge{from: r, to: n.rows + c, kind: cellEdge, value: v})
		}
	}
	ofColumns, ofRows := n.rows+n.columns, n.rows+n.columns+1
	for c, v := range downs {
		n.edges = append(n.edges, edge{from: n.rows + c, to: ofColumns, kind: downEdge, value: v, free: !t.Down})
	}
	for r, v := range acrosses {
		n.edges = append(n.edges, edge{from: ofRows, to: r, kind: acrossEdge, value: v, free: !t.Across})
	}
	n.edges = append(n.edges, edge{from: ofColumns, to: ofRows, kind: allEdge, value: all, free: !t.Down || !t.Across})
	n.at = make([][]int, ofRows+1)
	for i := range n.edges {
		e := &n.edges[i]
		e.hidden = e.free
		n.at[e.from], n.at[e.to] = append(n.at[e.from], i), append(n.at[e.to], i)
	}
	return n, nil
}

// protect hides what it takes for one hidden number to be able to be limit more.
func (n *network) protect(which int, limit int64) {
	flow := make([]int64, len(n.edges)) // the change of each number in the other table
	for left := limit; left > 0; {
		path, most := n.cheapest(which, flow)
		if path == nil {
			return // everything that could be is hidden
		}
		most = min(most, left)
		for _, step := range path {
			e := &n.edges[step.edge]
			e.hidden = true
			flow[step.edge] += step.sign * most
		}
		left -= most
	}
}

type step struct {
	edge int
	sign int64
}

// The costs of hiding: a sum is worse than any cells.
const (
	sumCost  = int64(1) << 40
	noWay    = int64(math.MaxInt64)
	unlimits = int64(math.MaxInt32)
)

// cheapest is the way back from the end of a number to its beginning that hides the least,
// and how much can go along it; nil when there is none.
func (n *network) cheapest(which int, flow []int64) (path []step, most int64) {
	start, goal := n.edges[which].to, n.edges[which].from
	cost, by, done := make([]int64, len(n.at)), make([]step, len(n.at)), make([]bool, len(n.at))
	for i := range cost {
		cost[i] = noWay
	}
	cost[start] = 0
	for {
		at := -1
		for i, c := range cost {
			if !done[i] && c != noWay && (at < 0 || c < cost[at]) {
				at = i
			}
		}
		if at < 0 || at == goal {
			break
		}
		done[at] = true
		for _, i := range n.at[at] {
			next, sign, price, room := n.along(i, at, flow[i])
			if i != which && room > 0 && price != noWay && cost[at]+price < cost[next] {
				cost[next], by[next] = cost[at]+price, step{i, sign}
			}
		}
	}
	if cost[goal] == noWay {
		return nil, 0
	}
	most = unlimits
	for at := goal; at != start; {
		s := by[at]
		path = append(path, s)
		e := &n.edges[s.edge]
		before := e.from
		if s.sign < 0 {
			before = e.to
		}
		_, _, _, room := n.along(s.edge, before, flow[s.edge])
		most, at = min(most, room), before
	}
	return path, most
}

// along is where an edge leads from a node, whether its number grows or falls on the way,
// what hiding it costs, and how much it can change.
func (n *network) along(i, at int, flow int64) (next int, sign, price, room int64) {
	e := &n.edges[i]
	next, sign, room = e.to, 1, unlimits
	if at != e.from {
		next, sign = e.from, -1
		room = e.value + flow - 1 // a hidden number is known to be at least 1
	}
	switch {
	case e.free:
		room = unlimits
	case e.hidden:
	case e.kind != cellEdge && e.value > 0:
		price = sumCost + e.value
	case e.kind == cellEdge && e.value > 0:
		price = e.value
	default:
		price = noWay // a 0 is shown
	}
	return next, sign, price, room
}

func (n *network) result(t Table) Hidden {
	h := Hidden{Cells: make([][]bool, n.rows), Down: make([]bool, n.columns), Across: make([]bool, n.rows)}
	for r := range h.Cells {
		h.Cells[r] = make([]bool, n.columns)
	}
	down, across := 0, 0
	for i := range n.edges {
		e := &n.edges[i]
		hidden := e.hidden && !e.free
		switch e.kind {
		case cellEdge:
			h.Cells[i/max(n.columns, 1)][i%max(n.columns, 1)] = hidden
			if hidden {
				h.Count++
			}
		case downEdge:
			h.Down[down] = hidden
			down++
		case acrossEdge:
			h.Across[across] = hidden
			across++
		case allEdge:
			h.All = hidden
		}
	}
	return h
}
