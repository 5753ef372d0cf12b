package access

import (
	"testing"

	"pgregory.net/rapid"
)

// solver finds, by trying all, which numbers the hidden cells of a table can be for who knows
// what is shown and that no 0 is hidden. It shares nothing with Suppress.
type solver struct {
	t      Table
	h      Hidden
	most   int64
	hidden [][2]int
	cells  [][]int64
	seen   map[[2]int]map[int64]bool
}

func solve(t Table, h Hidden, most int64) map[[2]int]map[int64]bool {
	s := &solver{t: t, h: h, most: most, seen: map[[2]int]map[int64]bool{}}
	for r, row := range t.Cells {
		s.cells = append(s.cells, append([]int64(nil), row...))
		for c := range row {
			if h.Cells[r][c] {
				s.hidden = append(s.hidden, [2]int{r, c})
				s.seen[[2]int{r, c}] = map[int64]bool{}
			}
		}
	}
	s.try(0)
	return s.seen
}

func (s *solver) try(i int) {
	if !s.fits(i == len(s.hidden)) {
		return
	}
	if i == len(s.hidden) {
		for _, at := range s.hidden {
			s.seen[at][s.cells[at[0]][at[1]]] = true
		}
		return
	}
	r, c := s.hidden[i][0], s.hidden[i][1]
	was := s.cells[r][c]
	for v := int64(1); v <= s.most; v++ {
		s.cells[r][c] = v
		for _, later := range s.hidden[i+1:] {
			s.cells[later[0]][later[1]] = 1 // the least it can be
		}
		s.try(i + 1)
	}
	s.cells[r][c] = was
}

// fits compares the sums that are shown; before the end none may be exceeded.
func (s *solver) fits(end bool) bool {
	sum := func(cells [][]int64, row, column int) (n int64) {
		for r := range cells {
			for c, v := range cells[r] {
				if (row < 0 || r == row) && (column < 0 || c == column) {
					n += v
				}
			}
		}
		return n
	}
	ok := func(shown bool, row, column int) bool {
		now, real := sum(s.cells, row, column), sum(s.t.Cells, row, column)
		return !shown || now == real || !end && len(s.hidden) > 0
	}
	for c := range s.h.Down {
		if !ok(s.t.Down && !s.h.Down[c], -1, c) {
			return false
		}
	}
	for r := range s.h.Across {
		if !ok(s.t.Across && !s.h.Across[r], r, -1) {
			return false
		}
	}
	return ok(s.t.Down && s.t.Across && !s.h.All, -1, -1)
}

func drawnTable(t *rapid.T, rows, columns int, most int64) Table {
	x := Table{Down: rapid.Bool().Draw(t, "down"), Across: rapid.Bool().Draw(t, "across")}
	for range rows {
		x.Cells = append(x.Cells, rapid.SliceOfN(rapid.Int64Range(0, most), columns, columns).Draw(t, "row"))
	}
	return x
}

func TestSuppress_nobodyCanSolveWhatIsHidden(t *testing.T) {
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		const limit = 3
		x := drawnTable(t, rapid.IntRange(1, 4).Draw(t, "rows"), rapid.IntRange(1, 3).Draw(t, "columns"), 7)
		h, err := Suppress(x, limit)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range x.Cells {
			for c, v := range row {
				if v > 0 && v < limit && !h.Cells[r][c] || v == 0 && h.Cells[r][c] {
					t.Fatalf("%v: %d is shown as %v", x, v, h.Cells)
				}
			}
		}
		if h.Count > 5 { // more cannot be tried out
			return
		}
		tried++
		for at, values := range solve(x, h, 20) {
			v := x.Cells[at[0]][at[1]]
			largest := int64(0)
			for n := range values {
				largest = max(largest, n)
			}
			if !values[v] || len(values) < 2 || v < limit && largest < v+limit {
				t.Fatalf("%v with %+v hidden: cell %v, %d, can only be one of %v", x, h, at, v, values)
			}
		}
	})
	if tried < 30 {
		t.Errorf("only %d tables were tried out", tried)
	}
}

func TestSuppress_examples(t *testing.T) {
	for _, c := range []struct {
		name   string
		table  Table
		hidden []int // places, row by row
		sum    bool
	}{
		{"nothing is small", Table{Cells: [][]int64{{9}, {0}, {12}}, Down: true}, nil, false},
		{"without a sum the small one alone", Table{Cells: [][]int64{{3}, {0}, {12}}}, []int{0}, false},
		{"with a sum the smallest that will do goes along", Table{Cells: [][]int64{{3}, {0}, {12}, {90}}, Down: true}, []int{0, 2}, false},
		{"one of just the limit is not enough", Table{Cells: [][]int64{{3}, {5}, {90}}, Down: true}, []int{0, 1, 2}, false},
		{"ones that add up to themselves", Table{Cells: [][]int64{{1}, {1}, {90}}, Down: true}, []int{0, 1, 2}, false},
		{"alone it takes its sum along", Table{Cells: [][]int64{{3}, {0}}, Down: true}, []int{0}, true},
		{"two columns by themselves", Table{Cells: [][]int64{{3, 30}, {12, 20}, {40, 40}}, Down: true}, []int{0, 2}, false},
		{"both ways a square", Table{Cells: [][]int64{{3, 30, 60}, {12, 20, 70}, {40, 40, 80}}, Down: true, Across: true}, []int{0, 1, 3, 4}, false},
	} {
		h, err := Suppress(c.table, 5)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for r, row := range h.Cells {
			for k, hidden := range row {
				if hidden {
					got = append(got, r*len(row)+k)
				}
			}
		}
		if len(got) != len(c.hidden) || h.Count != len(got) || h.Down[0] != c.sum {
			t.Errorf("%s: %v, sum %t", c.name, got, h.Down[0])
			continue
		}
		for i := range got {
			if got[i] != c.hidden[i] {
				t.Errorf("%s: %v, want %v", c.name, got, c.hidden)
			}
		}
	}
	for _, bad := range []Table{{Cells: [][]int64{{1, 2}, {3}}}, {Cells: [][]int64{{-1}}}} {
		if _, err := Suppress(bad, 5); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
	if h, err := Suppress(Table{Down: true, Across: true}, 5); err != nil || h.Count != 0 {
		t.Errorf("%+v %v", h, err)
	}
}

func BenchmarkSuppress(b *testing.B) {
	x := Table{Down: true}
	for r := range 60 {
		x.Cells = append(x.Cells, nil)
		for c := range 30 {
			x.Cells[r] = append(x.Cells[r], int64(r*r*(c+1)%977))
		}
	}
	for b.Loop() {
		if _, err := Suppress(x, 5); err != nil {
			b.Fatal(err)
		}
	}
}
