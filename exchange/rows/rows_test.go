package rows_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"balans/exchange/rows"
)

// read gives the rows as "line: field|field", and what was wrong. A row whose first
// field is "no" is refused at the second character of its second field, and "stop"
// stops.
func read(t *testing.T, format rows.Format, text string) ([]string, string) {
	t.Helper()
	format.MaxLine = 100
	r, err := rows.NewReader("x", strings.NewReader(text), format)
	if err != nil {
		return nil, err.Error()
	}
	got := slices.Collect(rows.Read(r, func(line int, fields []string) string {
		switch fields[0] {
		case "no":
			r.Refuse(1, 1, "another")
		case "stop":
			r.Stop("fewer rows")
		}
		return fmt.Sprintf("%d: %s", line, strings.Join(fields, "|"))
	}))
	if err := r.Err(); err != nil {
		return got, err.Error()
	}
	return got, ""
}

// What a format gives its header for, and what it is without.
func TestReader_holdsAFormatToItsHeader(t *testing.T) {
	for _, c := range []struct{ body, held, free string }{
		{"1;a\"b", `[] x:2:3: found "1;a\"b"; expected a field with a quotation mark wholly in quotation marks, and the mark inside written twice`, `[2: 1|a"b] `},
		{"1", `[] x:2:2: found "1"; expected 2 fields (a;b), not 1`, `[] x:2:2: found "1"; expected 2 fields as in the header, not 1`},
		{"1;2;3", `[] x:2:5: found "1;2;3"; expected 2 fields (a;b), not 3`, `[] x:2:5: found "1;2;3"; expected 2 fields as in the header, not 3`},
		{"\xff;1", `[] x:2:1: found "\xff;1"; expected text in UTF-8`, `[] x:2:1: found "�;1"; expected text in UTF-8`},
		{`no;"""x"`, `[] x:2:7: b is "\"x"; expected another`, `[] x:2:5: b is "\"x"; expected another`},
		{"\"x;\"\"y\";\r\n\r\n;", `[2: x;"y| 4: |] `, `[2: x;"y| 4: |] `},
	} {
		for _, f := range []struct {
			format rows.Format
			want   string
		}{{rows.Format{Header: []string{"a", "b"}}, c.held}, {rows.Format{}, c.free}} {
			got, wrong := read(t, f.format, "\ufeffa;b\n"+c.body)
			if told := fmt.Sprint(got, " ", wrong); told != f.want {
				t.Errorf("%q: %s\nexpected %s", c.body, told, f.want)
			}
		}
	}
}

// A stopped file gives no more rows, and says from where it was not looked at.
func TestReader_stops(t *testing.T) {
	for brief, told := range map[bool]string{true: "", false: "reading stopped after 1 faults; "} {
		got, wrong := read(t, rows.Format{Header: []string{"a"}, Brief: brief}, "a\n1\nstop\n2\n")
		want := "x:3:1: found \"stop\"; expected fewer rows\nx: " + told + "the lines after line 3 were not looked at"
		if !slices.Equal(got, []string{"2: 1"}) || wrong != want {
			t.Errorf("%q %s\nexpected %s", got, wrong, want)
		}
	}
}
