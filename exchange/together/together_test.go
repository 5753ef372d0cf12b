package together_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/rows"
	"balans/exchange/together"
)

var format = rows.Format{Header: []string{"id", "text"}, MaxLine: 80}

// read reads a file as the formats do: a text of x is refused, and lines without an id are of
// no group.
func read(t interface{ Fatal(...any) }, file string) (whole [][]int, aside []together.SetAside, err error) {
	scan, err := rows.NewScanner("t.csv", strings.NewReader(file), format)
	if err != nil {
		t.Fatal(err)
	}
	var set together.Set
	var kept together.Kept[int]
	for scan.Next() {
		set.Pass(scan)
		if !scan.Divide() {
			set.Lost(scan.Line())
			continue
		}
		id := scan.Field(0)
		if !together.IsID(id) {
			scan.Refuse(0, 0, together.AnID)
			set.Lost(scan.Line())
			continue
		}
		n, _, place := set.Of(id, scan.Line())
		if place == together.Apart {
			scan.Refuse(0, 0, "together")
		}
		if string(scan.Field(1)) == "x" {
			scan.Refuse(1, 0, "another")
			set.Break()
		}
		if line := scan.Line(); set.Whole(n) {
			kept.Add(n, &line)
		}
	}
	set.End(scan)
	return kept.Whole(&set), set.Aside(), scan.Err()
}

var long = strings.Repeat("y", 100)

// expected says of each line by itself whether its group is whole: all its lines are good and
// follow on each other, and no line that does not say whose it is is beside one of them.
func expected(lines []string) (whole [][]int, aside []together.SetAside) {
	const none = "-"
	var of []string // the group of each line that is not empty; none
	var at []int
	bad, began, linesOf := map[string]bool{}, map[string]int{}, map[string][]int{}
	var order []string
	for i, line := range lines {
		if line == "" {
			continue
		}
		id, text, two := strings.Cut(line, ";")
		if !two || id == "" || line == long {
			id = none
		}
		of, at = append(of, id), append(at, i+2)
		if id != none {
			bad[id] = bad[id] || text == "x"
			if began[id] == 0 {
				began[id], order = i+2, append(order, id)
			}
			linesOf[id] = append(linesOf[id], i+2)
		}
	}
	for i, id := range of {
		if id == none {
			if i > 0 {
				bad[of[i-1]] = true
			}
			if i+1 < len(of) {
				bad[of[i+1]] = true
			}
			if i == 0 || of[i-1] != none {
				aside = append(aside, together.SetAside{Line: at[i]})
			}
			continue
		}
		for j := i - 1; j >= 0 && of[j] != id; j-- { // another group between
			bad[id] = bad[id] || of[j] != none && slices.Contains(of[:j], id)
		}
	}
	for _, id := range order {
		if bad[id] {
			aside = append(aside, together.SetAside{Line: began[id], ID: id})
		} else {
			whole = append(whole, linesOf[id])
		}
	}
	slices.SortFunc(aside, func(a, b together.SetAside) int { return a.Line - b.Line })
	return whole, aside
}

func TestSet_setsAsideWhatIsNotWhole(t *testing.T) {
	line := rapid.SampledFrom([]string{"a;1", "b;1", "c;1", "d;1", "a;1", "b;1", "e;1", "f;1", "g;1", "a;x", "e;x", ";1", "z", long, "", ""})
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(line, 0, 25).Draw(t, "lines")
		if rapid.Bool().Draw(t, "sorted") {
			slices.SortStableFunc(lines, func(a, b string) int { return strings.Compare(a[:min(1, len(a))], b[:min(1, len(b))]) })
		}
		whole, aside, err := read(t, "id;text\n"+strings.Join(lines, "\n"))
		wantWhole, wantAside := expected(lines)
		if !slices.EqualFunc(whole, wantWhole, slices.Equal) || !slices.Equal(aside, wantAside) || (err == nil) != (len(aside) == 0) {
			t.Fatalf("%q\ngiven     %v set aside %+v, %v\nexpected %v %+v", lines, whole, aside, err, wantWhole, wantAside)
		}
	})
}

// Where reading stops after many faults the group that is read may go on.
func TestSet_doesNotTrustTheGroupThatIsCut(t *testing.T) {
	for more, want := range map[string]string{"": "[[2] [103 104]]", "z\n": "[[2]]", long + "\n": "[[2]]", "\n": "[[2] [103 104]]"} {
		whole, _, err := read(t, "id;text\na;1\n"+strings.Repeat("x;x\n", rows.MaxBad)+"b;1\nb;1\n"+more)
		if got := fmt.Sprint(whole); got != want || err == nil {
			t.Errorf("%.5q after %d faults: %s %v", more, rows.MaxBad, got, err)
		}
	}
	if whole, aside, err := read(t, "id;text\na;1\nb;1\n"+long); fmt.Sprint(whole) != "[[2]]" || len(aside) != 2 || err == nil {
		t.Errorf("too long at the end: %v %v %v", whole, aside, err)
	}
}

// So many groups that the table grows and their rows fill some pieces, some of which come
// again.
func TestSet_knowsEachGroupOfALongFile(t *testing.T) {
	const n = 30_000
	var file strings.Builder
	file.WriteString("id;text\n")
	for i := range n {
		for range 1 + i%3 {
			fmt.Fprintf(&file, "%s%d;1\n", strings.Repeat("h", i%30), i)
		}
	}
	file.WriteString("0;1\n" + strings.Repeat("h", 29) + "29;1\n")
	whole, aside, err := read(t, file.String())
	var bad *rows.BadLines
	if !errors.As(err, &bad) || len(bad.Faults) != 2 || len(whole) != n-2 || len(aside) != 2 || aside[0].ID != "0" || aside[1].ID != strings.Repeat("h", 29)+"29" {
		t.Fatalf("%d, %v, %v", len(whole), aside, err)
	}
	line := 3
	for i, at := 1, 0; i < n; i++ {
		size := 1 + i%3
		if i != 29 {
			if rows := whole[at]; len(rows) != size || rows[0] != line || rows[size-1] != line+size-1 {
				t.Fatalf("group %d: %v, not from %d", i, rows, line)
			}
			at++
		}
		line += size
	}
}

// A group that is larger than a piece stays together.
func TestKept_keepsALargeGroup(t *testing.T) {
	var kept together.Kept[int]
	for i := range 3 {
		for j := range 10_000 {
			j += i
			kept.Add(i, &j)
		}
	}
	for i := range 3 {
		rows := kept.Group(i)
		for j, v := range rows {
			if v != i+j {
				t.Fatalf("group %d: row %d is %d", i, j, v)
			}
		}
		if len(rows) != 10_000 || cap(rows) != len(rows) {
			t.Errorf("group %d: %d rows, room for %d", i, len(rows), cap(rows))
		}
	}
	if kept.Group(3) != nil {
		t.Error("a group without rows has some")
	}
}

func TestIsID_takesPlainIds(t *testing.T) {
	for id, want := range map[string]bool{"a": true, "A.b_c-9": true, ".": true, strings.Repeat("x", 40): true, "": false, strings.Repeat("x", 41): false,
		"-a": false, "å": false, "a b": false, "a;b": false, "=a": false, "a@b": false, "a\x00": false} {
		if together.IsID([]byte(id)) != want {
			t.Errorf("%q: %v", id, !want)
		}
	}
}
