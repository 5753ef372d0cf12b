package search_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/search"
)

var today = calendar.New(2026, 1, 1)

func TestParse(t *testing.T) {
	ocr, err := identity.NewOCR("2024000124", true)
	if err != nil {
		t.Fatal(err)
	}
	short, err := identity.NewOCR("2024000124", false)
	if err != nil {
		t.Fatal(err)
	}
	both, err := identity.NewOCR("2024000121", false) // its length digit might be the 1
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text   string
		number identity.Number
		claim  string
		words  string
		err    error
	}{
		{"193501096998", 193501096998, "", "", nil},
		{" 19350109-6998 ", 193501096998, "", "", nil},
		{"1935 01 09 6998", 193501096998, "", "", nil},
		{"19350109–6998", 193501096998, "", "", nil}, // a dash of another sort
		{"350109-6998", 193501096998, "", "", nil},
		{"3501096998", 193501096998, "", "", nil},
		{"556026-9986", 165560269986, "", "", nil},
		{"19350109-6999", identity.None, "", "", search.ErrNumber},
		{"350109-6999", identity.None, "", "", search.ErrNumber},
		{"2024-000124", identity.None, "2024-000124", "", nil},
		{"2024 000124", identity.None, "2024-000124", "", nil},
		{"2024000124", identity.None, "2024-000124", "", nil},
		{ocr, identity.None, "2024-000124", "", nil},
		{short, identity.None, "2024-000124", "", nil},
		{both, identity.None, "2024-000121", "", nil},
		{"K/17 b", identity.None, "K/17 b", "", nil},
		{"Anna-Lena  Ek", identity.None, "", "anna lena ek", nil},
		{"", identity.None, "", "", search.ErrEmpty},
		{"\u00a0\t", identity.None, "", "", search.ErrEmpty},
		{"a", identity.None, "", "", search.ErrShort},
		{"…", identity.None, "", "", search.ErrShort},
		{"an\x00na", identity.None, "", "", search.ErrText},
		{"an\xffna", identity.None, "", "", search.ErrText},
		{strings.Repeat("a", 201), identity.None, "", "", search.ErrLong},
		{"a b c d e f g h i", identity.None, "", "", search.ErrLong},
	} {
		q, err := search.Parse(c.text, today)
		if !errors.Is(err, c.err) || q.Number != c.number || err == nil && strings.Join(q.Words, " ") != c.words || c.claim != "" && !slices.Contains(q.Claims, c.claim) {
			t.Errorf("%q: %+v, %v", c.text, q, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"19350109-6998", "2024-000124", "Åsa Öberg", "'", "%_", "<script>", "\u202e", "0+", "A\u030a", "1\u0660", strings.Repeat("9", 199)} {
		f.Add(s)
	}
	p := people("Åsa Öberg", "Li Ek")
	f.Fuzz(func(t *testing.T, text string) {
		q, err := search.Parse(text, today)
		if err != nil && len(text) > 3 && strings.Contains(err.Error(), text) {
			t.Errorf("the error holds what was written: %v", err)
		}
		if q.Number != identity.None {
			if _, err := identity.FromInt(int64(q.Number)); err != nil {
				t.Errorf("%q is read as no number: %v", text, err)
			}
		}
		if err == nil {
			p.Find(q.Words, 5, everyone)
		}
	})
}
