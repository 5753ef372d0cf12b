package housing

import (
	"slices"
	"testing"
)

// What is read of a body is what would be written again; anything else is refused, and nothing
// breaks.
func FuzzToldIncomes_readBody(f *testing.F) {
	for _, body := range []string{"B-1 2025 1:2184350:declared:20250214 2:0:own:20250225", "- 2024 12:5:told:20250101", "", " ", "B-1 2025", "B-1 2025 ", "B-1 x 1:1:told:20250101", "B-1 2025 13:1:told:20250101", "B-1 2025 1:-1:told:20250101", "B-1 2025 1:1::20250101", "B-1 2025 1:1:told:20250230"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var first, again toldIncomes
		year, err := first.readBody(body)
		if err != nil {
			return
		}
		if len(first.lines) == 0 {
			t.Fatalf("%q tells nothing and is read", body)
		}
		of, err := again.readBody(first.body(year))
		if err != nil || of != year || again.household != first.household || !slices.Equal(again.lines, first.lines) {
			t.Errorf("%q is read as %d %+v, and written and read again as %d %+v: %v", body, year, first, of, again, err)
		}
	})
}
